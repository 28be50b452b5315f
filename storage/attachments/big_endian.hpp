#pragma once

#include "protocol/bytes.hpp"

namespace atelier {

/// Reads a big-endian integer at `offset`; the caller has checked the size.
template <std::unsigned_integral T>
[[nodiscard]] inline T load_be(byte_view from, std::size_t offset) noexcept {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i)
    value = static_cast<T>(value << 8 | std::to_integer<T>(from[offset + i]));
  return value;
}

} // namespace atelier
