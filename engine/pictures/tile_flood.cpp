#include "engine/pictures/tile_flood.hpp"

namespace atelier {

std::uint64_t runs_with(std::uint64_t seeds, std::uint64_t open) noexcept {
  if (seeds == 0 || seeds == open)
    return seeds;
  auto up = seeds, up_open = open;
  auto down = seeds, down_open = open;
  // After each round the ones have spread twice as far, where everything on the way is open.
  for (int distance = 1; distance < 64; distance *= 2) {
    up |= up_open & up << distance;
    up_open &= up_open << distance;
    down |= down_open & down >> distance;
    down_open &= down_open >> distance;
  }
  return up | down;
}

flooded flood(const tile_mask& seeds, const tile_mask& open) noexcept {
  flooded all;
  auto& reached = all.reached;
  constexpr int rows = static_cast<int>(std::tuple_size_v<tile_mask>);
  for (int y = 0; y < rows; ++y)
    reached[y] = runs_with(seeds[y] & open[y], open[y]);
  all.rows = rows;

  const auto sweep = [&](int from, int until, int step) {
    bool changed = false;
    for (int y = from; y != until; y += step) {
      const auto more = reached[y - step] & open[y] & ~reached[y];
      if (more != 0) {
        reached[y] = runs_with(reached[y] | more, open[y]);
        changed = true;
      }
    }
    all.rows += rows;
    return changed;
  };
  sweep(1, rows, 1);
  while (sweep(rows - 2, -1, -1) && sweep(1, rows, 1)) {
  }
  return all;
}

} // namespace atelier
