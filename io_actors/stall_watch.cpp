#include "io_actors/stall_watch.hpp"

#include <algorithm>

namespace atelier {

void stall_watch::blocked(time_point now) {
  last_progress_ = now;
}

void stall_watch::advanced(time_point at) {
  if (last_progress_)
    last_progress_ = std::max(*last_progress_, at);
}

void stall_watch::written() {
  last_progress_ = std::nullopt;
}

std::optional<stall_watch::time_point> stall_watch::deadline() const {
  if (!last_progress_)
    return std::nullopt;
  return *last_progress_ + (given_up_ ? linger_max_ : stall_max_);
}

bool stall_watch::is_due(time_point now) const {
  const auto at = deadline();
  return at && now >= *at;
}

void stall_watch::give_up(time_point now) {
  given_up_ = true;
  last_progress_ = now;
}

} // namespace atelier
