#pragma once

#include "engine/instant.hpp"
#include "protocol/ids.hpp"

#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

namespace atelier {

/// What the engine wants to be reminded of; those of a picture have its id, the others 0.
enum class timer_kind {
  proceed,
  flush,
  cursors,
  presence,
  snapshot,
  commit,
  expiry,
  game,
  snapshot_deadline,
  drain_deadline,
  stop_deadline
};

struct timer_key {
  timer_kind kind{};
  picture_id picture{};
  friend auto operator<=>(const timer_key&, const timer_key&) = default;
};

/// The engine's own alarm clock: at most one alarm for each key.
class timers {
public:
  using time_point = instant::clock::time_point;

  /// Sets an alarm, or moves it to the earlier of both times.
  void set(timer_key key, time_point at);
  void cancel(timer_key key);
  [[nodiscard]] bool is_set(timer_key key) const {
    return by_key_.contains(key);
  }
  /// All pictures for which an alarm of this kind is set.
  [[nodiscard]] std::vector<picture_id> pictures_with(timer_kind kind) const;
  [[nodiscard]] std::optional<time_point> next() const;
  /// Takes out all alarms at or before `now`, earliest first.
  [[nodiscard]] std::vector<timer_key> take_due(time_point now);

private:
  std::map<timer_key, time_point> by_key_;
  std::set<std::pair<time_point, timer_key>> by_time_;
};

} // namespace atelier
