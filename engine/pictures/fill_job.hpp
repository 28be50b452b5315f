#pragma once

#include "engine/pictures/raster.hpp"
#include "engine/pictures/tile_flood.hpp"

#include <deque>
#include <memory>
#include <vector>

namespace atelier {

/// Flood fill of the 4-connected area of one colour, tile by tile: each tile is flooded from the seeds at its borders
/// as far as it goes, and hands on seeds to its neighbours. A tile waits at most once at a time and keeps its masks
/// while the job lives, so that the memory is about a quarter of a byte for each pixel of the picture at most, whatever
/// the area. Nobody else may change the picture until the job is done.
class fill_job {
public:
  /// Outside of the picture it covers nothing.
  fill_job(const fill_op& what, const raster& on);

  /// 1, or 0 outside of the picture: what a fill covers is only known when it is done.
  [[nodiscard]] std::uint64_t cost() const noexcept {
    return done() && covered_ == 0 ? 0 : 1;
  }
  /// Works off tiles until `pixels` are spent or nothing is left; returns what was spent, the search included.
  std::uint64_t step(raster& on, std::uint64_t pixels);
  [[nodiscard]] bool done() const noexcept {
    return waiting_.empty();
  }
  [[nodiscard]] std::uint64_t covered() const noexcept {
    return covered_;
  }

private:
  /// A tile that the fill has reached.
  struct cell {
    /// Pixels that are still of the old colour.
    tile_mask open{};
    /// From where to go on.
    tile_mask seeds{};
    bool waits = false;
  };
  struct tile_position {
    unsigned across = 0;
    unsigned down = 0;
  };

  [[nodiscard]] cell& cell_at(const raster& on, tile_position at);
  [[nodiscard]] tile_mask find_open(const raster& on, tile_position at) const;
  void seed(const raster& on, tile_position at, const tile_mask& seeds);
  void seed_neighbours(const raster& on, tile_position of, const tile_mask& reached);
  void flood_tile(raster& on, tile_position at);

  rgba old_;
  ink new_;
  std::vector<std::unique_ptr<cell>> cells_;
  std::deque<tile_position> waiting_;
  std::uint64_t covered_ = 0;
  std::uint64_t spent_ = 0;
};

} // namespace atelier
