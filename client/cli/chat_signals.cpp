#include "client/cli/chat_signals.hpp"

#include <poll.h>
#include <pthread.h>

namespace atelier::cli::chat {

namespace {

volatile std::sig_atomic_t resized = 0;
volatile std::sig_atomic_t continued = 0;

void mark(int number) {
  if (number == SIGWINCH)
    resized = 1;
  else
    continued = 1;
}

bool take(volatile std::sig_atomic_t& flag) noexcept {
  const bool out = flag != 0;
  flag = 0;
  return out;
}

} // namespace

chat_signals::chat_signals() {
  sigset_t inside;
  sigemptyset(&inside);
  for (const int number : {SIGINT, SIGTERM, SIGWINCH, SIGCONT})
    sigaddset(&inside, number);
  pthread_sigmask(SIG_BLOCK, &inside, &outside_);
  struct sigaction how {};
  how.sa_handler = mark;
  sigaction(SIGWINCH, &how, nullptr);
  sigaction(SIGCONT, &how, nullptr);
}

chat_signals::~chat_signals() {
  struct sigaction how {};
  how.sa_handler = SIG_DFL;
  sigaction(SIGWINCH, &how, nullptr);
  sigaction(SIGCONT, &how, nullptr);
  pthread_sigmask(SIG_SETMASK, &outside_, nullptr);
}

void chat_signals::wait(std::span<pollfd> for_any, std::optional<std::chrono::milliseconds> time_max) const {
  timespec limit{};
  if (time_max) {
    const auto whole = std::chrono::duration_cast<std::chrono::seconds>(*time_max);
    limit.tv_sec = whole.count();
    limit.tv_nsec = std::chrono::nanoseconds{*time_max - whole}.count();
  }
  // What ended the wait is seen by looking, so that nothing hangs on its result.
  if (::ppoll(for_any.data(), for_any.size(), time_max ? &limit : nullptr, &outside_) < 0)
    for (auto& each : for_any)
      each.revents = 0;
}

bool chat_signals::take_resized() noexcept {
  return take(resized);
}

bool chat_signals::take_continued() noexcept {
  return take(continued);
}

} // namespace atelier::cli::chat
