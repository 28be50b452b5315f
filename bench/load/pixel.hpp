#pragma once

#include "bench/load/op_tally.hpp"
#include "protocol/ops.hpp"

namespace atelier::bench {

/// The smallest side of the pictures that the generator draws on.
inline constexpr std::uint32_t side_min = 1000;

/// The pixel that an op draws: anywhere on a picture of 1000 × 1000, its sender's colour.
[[nodiscard]] inline pixel_op pixel_of(op_id op) noexcept {
  const auto spread = (op.counter + op.sender * 0x10001U) * 0x9e3779b1U;
  const auto scaled = [](std::uint32_t sixteen_bits) {
    return static_cast<std::uint16_t>(sixteen_bits * side_min >> 16);
  };
  const auto shade = static_cast<std::uint8_t>(op.sender * 37);
  return {scaled(spread >> 16), scaled(spread & 0xffff), {shade, static_cast<std::uint8_t>(255 - shade), 128, 255}};
}

} // namespace atelier::bench
