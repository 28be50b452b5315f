#include "client/cli/interrupt.hpp"

#include <csignal>

namespace atelier::cli {

namespace {

volatile std::sig_atomic_t seen = 0;

void mark(int) {
  seen = 1;
}

} // namespace

void watch_for_interrupt() {
  struct sigaction how {};
  how.sa_handler = mark;
  how.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &how, nullptr);
  sigaction(SIGTERM, &how, nullptr);
}

bool interrupted() noexcept {
  return seen != 0;
}

} // namespace atelier::cli
