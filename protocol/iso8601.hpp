#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace atelier {

/// Reads a time of ISO 8601 with its place on earth, from the year 1970 to 2199, such as `2026-11-20T21:14:03Z`,
/// `2026-11-20T21:14:03.120Z` and `2026-11-20T22:14:03.120456+01:00`; what is less than a millisecond is cut off.
/// Nothing for another text.
[[nodiscard]] std::optional<std::chrono::system_clock::time_point> from_iso8601(std::string_view text);

} // namespace atelier
