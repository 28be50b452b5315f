#include "engine/games/moments.hpp"

#include "protocol/server_messages.hpp"

#include <chrono>

namespace atelier {

using std::chrono::milliseconds;

wall_time whole_milliseconds(wall_time at) {
  return std::chrono::floor<milliseconds>(at);
}

json stored_moment(std::optional<wall_time> at) {
  return at ? json(std::chrono::floor<milliseconds>(at->time_since_epoch()).count()) : json();
}

std::optional<wall_time> restored_moment(const json& stored) {
  if (!stored.is_number_integer())
    return std::nullopt;
  return wall_time{milliseconds{stored.get<std::int64_t>()}};
}

json shown_moment(std::optional<wall_time> at) {
  return at ? json(to_iso8601(*at)) : json();
}

} // namespace atelier
