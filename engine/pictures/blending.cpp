#include "engine/pictures/blending.hpp"

#include <algorithm>

namespace atelier {

void ink::lay_over(std::span<rgba> row) const noexcept {
  if (opaque()) {
    std::fill(row.begin(), row.end(), std::bit_cast<rgba>(solid_));
    return;
  }
  if (invisible())
    return;
  // Sixteen channels of 16 bits at a time is a shape that compilers turn into vector instructions.
  constexpr std::size_t block = 16;
  std::array<std::uint16_t, block> source;
  for (std::size_t i = 0; i < block; i += 4) {
    source[i] = static_cast<std::uint16_t>(even_);
    source[i + 1] = static_cast<std::uint16_t>(odd_);
    source[i + 2] = static_cast<std::uint16_t>(even_ >> 16);
    source[i + 3] = static_cast<std::uint16_t>(odd_ >> 16);
  }
  const auto share = static_cast<std::uint16_t>(below_share_);
  auto* channels = reinterpret_cast<std::uint8_t*>(row.data());
  const auto whole = row.size() * 4 / block * block;
  for (std::size_t at = 0; at < whole; at += block)
    for (std::size_t i = 0; i < block; ++i) {
      const auto sum = static_cast<std::uint16_t>(channels[at + i] * share + source[i]);
      channels[at + i] = static_cast<std::uint8_t>(static_cast<std::uint16_t>(sum + 1 + (sum >> 8)) >> 8);
    }
  for (auto& pixel : row.subspan(whole / 4))
    pixel = over(pixel);
}

} // namespace atelier
