#pragma once

#include "protocol/records.hpp"

namespace atelier {

/// A time as the database holds it: milliseconds since 1970 in UTC.
[[nodiscard]] inline std::int64_t to_stored_time(wall_time at) {
  return std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count();
}

[[nodiscard]] inline wall_time from_stored_time(std::int64_t milliseconds) {
  return wall_time{std::chrono::milliseconds{milliseconds}};
}

} // namespace atelier
