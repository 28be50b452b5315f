#pragma once

#include "protocol/limits.hpp"

#include <chrono>
#include <optional>

namespace atelier {

/// Finds a client that takes nothing of what is being written: at first it is to be given up, and after some time more,
/// in which it may still take the goodbye, to be cut. Not thread-safe, no clock.
class stall_watch {
public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit stall_watch(const limits& bounds) : stall_max_{bounds.stall_max}, linger_max_{bounds.linger_max} {}

  /// A write does not get through at once.
  void blocked(time_point now);
  /// A part of it got through at this time.
  void advanced(time_point at);
  /// All of it did.
  void written();

  /// When too much time will have passed; nothing while no write is under way.
  [[nodiscard]] std::optional<time_point> deadline() const;
  [[nodiscard]] bool is_due(time_point now) const;

  void give_up(time_point now);
  [[nodiscard]] bool has_given_up() const noexcept {
    return given_up_;
  }

private:
  std::chrono::milliseconds stall_max_;
  std::chrono::milliseconds linger_max_;
  std::optional<time_point> last_progress_;
  bool given_up_ = false;
};

} // namespace atelier
