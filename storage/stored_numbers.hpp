#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

namespace atelier {

/// A sequence number as SQLite can hold it: what is above can't be stored, so nothing is found there either.
[[nodiscard]] inline std::int64_t to_stored_number(std::uint64_t number) {
  return static_cast<std::int64_t>(std::min<std::uint64_t>(number, std::numeric_limits<std::int64_t>::max()));
}

} // namespace atelier
