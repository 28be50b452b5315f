#include "engine/timers.hpp"

namespace atelier {

void timers::set(timer_key key, time_point at) {
  const auto [place, is_new] = by_key_.try_emplace(key, at);
  if (!is_new) {
    if (place->second <= at)
      return;
    by_time_.erase({place->second, key});
    place->second = at;
  }
  by_time_.emplace(at, key);
}

void timers::cancel(timer_key key) {
  const auto place = by_key_.find(key);
  if (place == by_key_.end())
    return;
  by_time_.erase({place->second, key});
  by_key_.erase(place);
}

std::optional<timers::time_point> timers::next() const {
  if (by_time_.empty())
    return std::nullopt;
  return by_time_.begin()->first;
}

std::vector<picture_id> timers::pictures_with(timer_kind kind) const {
  std::vector<picture_id> out;
  for (auto at = by_key_.lower_bound({kind, picture_id{0}}); at != by_key_.end() && at->first.kind == kind; ++at)
    out.push_back(at->first.picture);
  return out;
}

std::vector<timer_key> timers::take_due(time_point now) {
  std::vector<timer_key> due;
  while (!by_time_.empty() && by_time_.begin()->first <= now) {
    due.push_back(by_time_.begin()->second);
    by_key_.erase(due.back());
    by_time_.erase(by_time_.begin());
  }
  return due;
}

} // namespace atelier
