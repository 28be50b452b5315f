#pragma once

#include "engine/instant.hpp"

#include <optional>
#include <utility>

namespace atelier {

/// Which ticks the engine has on their way, so that none is asked for twice and each that is no longer wanted dies when
/// it comes. Without it every alarm that is set before another leaves one tick more, for ever.
class wake_ups {
public:
  using time_point = instant::clock::time_point;
  /// A tick that is sent without delay bears this time.
  static constexpr time_point at_once{};

  /// The engine wants a tick at `at`. The time of the one that has to be sent, or nothing where one comes in time.
  [[nodiscard]] std::optional<time_point> want(time_point at, time_point now) {
    if (at <= now) {
      if (immediate_)
        return std::nullopt;
      immediate_ = true;
      return at_once;
    }
    if (next_ && *next_ <= at)
      return std::nullopt;
    next_ = at;
    return at;
  }

  /// A tick has come; false where an earlier one has taken its place.
  [[nodiscard]] bool came(time_point sent_for) {
    if (sent_for == at_once)
      return std::exchange(immediate_, false);
    if (next_ != sent_for)
      return false;
    next_.reset();
    return true;
  }

private:
  bool immediate_ = false;
  std::optional<time_point> next_;
};

} // namespace atelier
