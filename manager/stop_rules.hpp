#pragma once

#include "protocol/limits.hpp"

#include <chrono>
#include <optional>

namespace atelier {

/// When the main thread stops waiting for the others: a plain state machine, fed with signals and times.
class stop_rules {
public:
  using clock = std::chrono::steady_clock;

  enum class verdict { nothing, ask_to_stop, end_at_once };

  explicit stop_rules(const limits& bounds) : shutdown_max_{bounds.shutdown_max} {}

  /// SIGINT or SIGTERM came. The first asks; an interrupt after that ends the process at once.
  [[nodiscard]] verdict signalled(bool interrupt, clock::time_point now) noexcept;
  /// The server has begun to stop, for whatever reason.
  void stopping(clock::time_point now) noexcept;
  /// When to look again though nothing happened.
  [[nodiscard]] std::optional<clock::time_point> deadline() const noexcept {
    return deadline_;
  }
  [[nodiscard]] verdict time_passed(clock::time_point now) const noexcept;

private:
  std::chrono::milliseconds shutdown_max_;
  bool asked_ = false;
  std::optional<clock::time_point> deadline_;
};

} // namespace atelier
