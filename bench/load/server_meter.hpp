#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <sys/types.h>

namespace atelier::bench {

using cpu_time = std::chrono::nanoseconds;

/// CPU time of a process by the names of its threads.
using cpu_by_thread = std::map<std::string, cpu_time>;

/// What a server on this machine uses, as /proc tells.
class server_meter {
public:
  /// Throws std::runtime_error where there is no such process.
  explicit server_meter(pid_t process);

  /// Begins a window of time.
  void begin();

  /// What the threads that live now have used since `begin`; what ended meanwhile is not counted.
  [[nodiscard]] cpu_by_thread used() const;

  /// Resident memory.
  [[nodiscard]] std::uint64_t rss_bytes() const;

private:
  struct thread {
    std::string name;
    cpu_time used{};
  };
  [[nodiscard]] std::map<pid_t, thread> threads() const;

  std::string folder_;
  std::map<pid_t, thread> at_begin_;
};

/// The kernel's memory for objects and for the contents of TCP's buffers, of the whole machine.
[[nodiscard]] std::uint64_t kernel_bytes();

} // namespace atelier::bench
