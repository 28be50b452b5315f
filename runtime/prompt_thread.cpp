#include "runtime/prompt_thread.hpp"

#include <cstdint>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace atelier::runtime {

namespace {

// The first form of the kernel's struct sched_attr, sched_setattr(2); glibc 2.36 does not declare it.
struct scheduling {
  std::uint32_t size = sizeof(scheduling);
  std::uint32_t policy = SCHED_OTHER;
  std::uint64_t flags = 0;
  std::int32_t nice = 0;
  std::uint32_t priority = 0;
  std::uint64_t runtime = 0;
  std::uint64_t deadline = 0;
  std::uint64_t period = 0;
};

/// The least that the kernel takes. A thread that wakes preempts one whose slice is longer (Linux 6.12).
constexpr std::uint64_t slice_ns = 300'000;

} // namespace

void make_this_thread_prompt() noexcept {
  scheduling wanted;
  if (::syscall(SYS_sched_getattr, 0, &wanted, sizeof wanted, 0) != 0 || wanted.policy != SCHED_OTHER)
    return;
  wanted.flags = 0;
  wanted.runtime = slice_ns;
  ::syscall(SYS_sched_setattr, 0, &wanted, 0);
}

} // namespace atelier::runtime
