#include "manager/signals.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <limits>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <system_error>
#include <unistd.h>

namespace atelier {

namespace {

int checked(int result, const char* what) {
  if (result < 0)
    throw std::system_error{errno, std::system_category(), what};
  return result;
}

int poll_timeout(std::optional<std::chrono::steady_clock::time_point> until) {
  if (!until)
    return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
}

volatile std::sig_atomic_t last_resort = 0;

} // namespace

void end_process_after(std::chrono::seconds time, exit_code code) {
  last_resort = static_cast<int>(code);
  std::signal(SIGALRM, [](int) { ::_exit(last_resort); });
  ::alarm(static_cast<unsigned>(time.count()));
}

signals::signals() {
  std::signal(SIGPIPE, SIG_IGN);
  // A write past the limit on the size of files is an error like a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  sigset_t ours;
  sigemptyset(&ours);
  sigaddset(&ours, SIGINT);
  sigaddset(&ours, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &ours, nullptr);
  signal_descriptor_ = checked(::signalfd(-1, &ours, SFD_NONBLOCK | SFD_CLOEXEC), "signalfd");
  told_descriptor_ = checked(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd");
}

signals::~signals() {
  ::close(signal_descriptor_);
  ::close(told_descriptor_);
}

void signals::tell(main_event what) {
  const std::lock_guard lock{mutex_};
  told_.push_back(std::move(what));
  const std::uint64_t one = 1;
  static_cast<void>(::write(told_descriptor_, &one, sizeof one));
}

std::optional<main_event> signals::next_told() {
  const std::lock_guard lock{mutex_};
  std::uint64_t count = 0;
  static_cast<void>(::read(told_descriptor_, &count, sizeof count));
  if (told_.empty())
    return std::nullopt;
  auto first = std::move(told_.front());
  told_.erase(told_.begin());
  return first;
}

std::optional<main_event> signals::next_signal() {
  signalfd_siginfo info{};
  if (::read(signal_descriptor_, &info, sizeof info) != sizeof info)
    return std::nullopt;
  return signal_came{info.ssi_signo == SIGINT};
}

main_event signals::wait(std::optional<std::chrono::steady_clock::time_point> until) {
  for (;;) {
    if (auto event = next_told())
      return *event;
    if (auto event = next_signal())
      return *event;
    pollfd both[] = {{signal_descriptor_, POLLIN, 0}, {told_descriptor_, POLLIN, 0}};
    const auto ready = ::poll(both, 2, poll_timeout(until));
    if (ready == 0)
      return nothing_came{};
  }
}

} // namespace atelier
