#pragma once

#include "bench/load/op_tally.hpp"
#include "bench/load/pixel.hpp"
#include "protocol/bytes.hpp"

#include <array>

/// \file
/// The op of the servers that only relay bytes, little-endian:
///
///     op := u32 sender  u32 counter  u16 x  u16 y  u8 r, g, b, a

namespace atelier::bench {

inline constexpr std::size_t raw_op_bytes = 16;

inline void write_raw_op(std::span<std::byte, raw_op_bytes> to, op_id op) noexcept {
  const auto drawn = pixel_of(op);
  std::memcpy(to.data(), &op.sender, 4);
  std::memcpy(to.data() + 4, &op.counter, 4);
  std::memcpy(to.data() + 8, &drawn.x, 2);
  std::memcpy(to.data() + 10, &drawn.y, 2);
  std::memcpy(to.data() + 12, &drawn.colour, 4);
}

[[nodiscard]] inline op_id read_raw_op(byte_view from, std::size_t offset) noexcept {
  return {load_le<std::uint32_t>(from, offset), load_le<std::uint32_t>(from, offset + 4)};
}

} // namespace atelier::bench
