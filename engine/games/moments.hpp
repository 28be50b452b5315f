#pragma once

#include "protocol/json_text.hpp"
#include "protocol/records.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

/// \file
/// Moments as games keep them (integers of milliseconds since the epoch) and as people write and are shown them.

namespace atelier {

/// Without what is less than a millisecond, so that a moment is the same after it was stored.
[[nodiscard]] wall_time whole_milliseconds(wall_time at);

/// As they are stored; null where there is none.
[[nodiscard]] json stored_moment(std::optional<wall_time> at);
[[nodiscard]] std::optional<wall_time> restored_moment(const json& stored);

/// As people are shown them; null where there is none.
[[nodiscard]] json shown_moment(std::optional<wall_time> at);

/// Reads `2026-11-20T21:14:03Z` or `2026-11-20T21:14:03.120Z`, UTC, from the year 1970 to 2199; nothing for another
/// text.
[[nodiscard]] std::optional<wall_time> from_iso8601(std::string_view text);

} // namespace atelier
