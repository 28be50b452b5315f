#pragma once

#include <array>
#include <cstdint>

namespace atelier {

/// One bit for each pixel of a tile of 64 × 64: bit x of row y.
using tile_mask = std::array<std::uint64_t, 64>;

/// The runs of ones in `open` that have a one in `seeds`, which must lie within `open`.
[[nodiscard]] std::uint64_t runs_with(std::uint64_t seeds, std::uint64_t open) noexcept;

/// What of a tile can be reached by steps to the left, right, up and down, within what is open.
struct flooded {
  tile_mask reached;
  /// How many rows were looked at to find it.
  std::uint64_t rows = 0;
};
[[nodiscard]] flooded flood(const tile_mask& seeds, const tile_mask& open) noexcept;

} // namespace atelier
