#pragma once

#include "protocol/image.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <span>

namespace atelier {

/// ⌊x / 255⌋, exact for 0 ≤ x ≤ 65,534; blending stays below 65,153.
[[nodiscard]] constexpr std::uint32_t divide_by_255(std::uint32_t x) noexcept {
  return (x + 1 + (x >> 8)) >> 8;
}

/// A colour made ready to be laid over opaque pixels: `out = (src·a + dst·(255−a) + 127) / 255` for r, g and b (the
/// contract, section 5). Alpha is blended as a source of 255, which leaves 255.
class ink {
public:
  explicit constexpr ink(rgba colour) noexcept
      : below_share_{255u - colour.a},
        even_{(colour.r | std::uint32_t{colour.b} << 16) * colour.a + halves},
        odd_{(colour.g | 255u << 16) * colour.a + halves},
        solid_{std::bit_cast<std::uint32_t>(rgba{colour.r, colour.g, colour.b, 255})} {}

  [[nodiscard]] constexpr bool opaque() const noexcept {
    return below_share_ == 0;
  }
  [[nodiscard]] constexpr bool invisible() const noexcept {
    return below_share_ == 255;
  }

  /// The colour that results on `below`: two channels at a time in the halves of a 32-bit number, none of which
  /// overflows.
  [[nodiscard]] constexpr rgba over(rgba below) const noexcept {
    const auto packed = std::bit_cast<std::uint32_t>(below);
    const auto even = (packed & low_bytes) * below_share_ + even_;
    const auto odd = (packed >> 8 & low_bytes) * below_share_ + odd_;
    return std::bit_cast<rgba>((divide_halves(even) & low_bytes) | (divide_halves(odd) & low_bytes) << 8);
  }

  /// Lays the colour over every pixel of `row`.
  void lay_over(std::span<rgba> row) const noexcept;

private:
  static constexpr std::uint32_t low_bytes = 0x00ff'00ff;
  static constexpr std::uint32_t halves = 127u << 16 | 127u;

  [[nodiscard]] static constexpr std::uint32_t divide_halves(std::uint32_t pair) noexcept {
    return (pair + 0x0001'0001u + (pair >> 8 & low_bytes)) >> 8;
  }

  std::uint32_t below_share_;
  std::uint32_t even_;
  std::uint32_t odd_;
  std::uint32_t solid_;
};

} // namespace atelier
