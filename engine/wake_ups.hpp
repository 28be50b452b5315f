#pragma once

#include "engine/instant.hpp"

#include <optional>
#include <set>

namespace atelier {

/// Which ticks the engine has on their way: one is asked for only where none comes in time. One that an earlier one has
/// made superfluous still comes, once, and does no harm.
class wake_ups {
public:
  using time_point = instant::clock::time_point;
  /// A tick that is sent without delay bears this time.
  static constexpr time_point at_once{};

  /// The engine wants a tick at `at`. The time of the one that has to be sent, or nothing where one comes in time.
  [[nodiscard]] std::optional<time_point> want(time_point at, time_point now) {
    if (at <= now)
      at = at_once;
    if (!under_way_.empty() && *under_way_.begin() <= at)
      return std::nullopt;
    under_way_.insert(at);
    return at;
  }

  /// A tick has come.
  void came(time_point sent_for) {
    under_way_.erase(sent_for);
  }

private:
  std::set<time_point> under_way_;
};

} // namespace atelier
