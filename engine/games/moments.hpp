#pragma once

#include "protocol/iso8601.hpp"
#include "protocol/json_text.hpp"
#include "protocol/records.hpp"

#include <cstdint>
#include <optional>

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

} // namespace atelier
