#pragma once

#include <chrono>
#include <csignal>
#include <optional>
#include <span>

struct pollfd;

namespace atelier::cli::chat {

/// While it lives, signals reach this thread in `wait` alone, so that none comes between a look and a wait; threads
/// that are started meanwhile get none. Besides those of `interrupt.hpp` it sees a terminal's change of size and the
/// program's going on after a stop. At most one at a time.
class chat_signals {
public:
  chat_signals();
  ~chat_signals();
  chat_signals(const chat_signals&) = delete;
  chat_signals& operator=(const chat_signals&) = delete;

  /// Waits until one of them is ready, the time is up or a signal came.
  void wait(std::span<pollfd> for_any, std::optional<std::chrono::milliseconds> time_max) const;

  /// Whether it happened since the last call.
  [[nodiscard]] static bool take_resized() noexcept;
  [[nodiscard]] static bool take_continued() noexcept;

private:
  sigset_t outside_{};
};

} // namespace atelier::cli::chat
