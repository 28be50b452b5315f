#include "engine/pictures/fill_job.hpp"

#include <algorithm>
#include <bit>

namespace atelier {

namespace {

/// What finding the pixels of one colour in a tile costs, in pixels laid.
constexpr std::uint64_t open_work = 512;

std::uint64_t bits_of_colour(std::span<const rgba> row, rgba colour) noexcept {
  // Most rows are all of one colour or have nothing of it, which a loop without a way out finds fastest.
  std::uint32_t difference = 0;
  const auto wanted = std::bit_cast<std::uint32_t>(colour);
  for (const auto pixel : row)
    difference |= std::bit_cast<std::uint32_t>(pixel) ^ wanted;
  if (difference == 0)
    return ~std::uint64_t{0} >> (64 - row.size());
  std::uint64_t bits = 0;
  for (std::size_t x = 0; x < row.size(); ++x)
    bits |= std::uint64_t{std::bit_cast<std::uint32_t>(row[x]) == wanted} << x;
  return bits;
}

constexpr int last = raster::tile_side - 1;

} // namespace

fill_job::fill_job(const fill_op& what, const raster& on) : old_{}, new_{what.colour} {
  if (what.x >= on.width() || what.y >= on.height())
    return;
  old_ = on.at(what.x, what.y);
  const auto result = new_.over(old_);
  if (result == old_) {
    covered_ = 1;
    return;
  }
  new_ = ink{result};
  cells_.resize(std::size_t{on.tiles_across()} * on.tiles_down());
  tile_mask start{};
  start[what.y % raster::tile_side] = std::uint64_t{1} << what.x % raster::tile_side;
  seed(on, {unsigned{what.x} >> raster::tile_bits, unsigned{what.y} >> raster::tile_bits}, start);
}

std::uint64_t fill_job::step(raster& on, std::uint64_t pixels) {
  const auto spent_before = spent_;
  while (!done() && spent_ - spent_before < pixels) {
    const auto at = waiting_.front();
    waiting_.pop_front();
    flood_tile(on, at);
  }
  return spent_ - spent_before;
}

fill_job::cell& fill_job::cell_at(const raster& on, tile_position at) {
  auto& held = cells_[std::size_t{at.down} * on.tiles_across() + at.across];
  if (!held) {
    held = std::make_unique<cell>();
    held->open = find_open(on, at);
    spent_ += open_work;
  }
  return *held;
}

tile_mask fill_job::find_open(const raster& on, tile_position at) const {
  const auto pixels = on.tile_at(at.across, at.down);
  const auto columns = std::min<std::size_t>(raster::tile_side, on.width() - (at.across << raster::tile_bits));
  const auto rows = std::min<std::size_t>(raster::tile_side, on.height() - (at.down << raster::tile_bits));
  tile_mask open{};
  for (std::size_t y = 0; y < rows; ++y)
    open[y] = bits_of_colour(pixels.subspan(y << raster::tile_bits, columns), old_);
  return open;
}

void fill_job::seed(const raster& on, tile_position at, const tile_mask& seeds) {
  if (std::all_of(seeds.begin(), seeds.end(), [](std::uint64_t row) { return row == 0; }))
    return;
  auto& to = cell_at(on, at);
  std::uint64_t any = 0;
  for (std::size_t y = 0; y < seeds.size(); ++y) {
    const auto useful = seeds[y] & to.open[y];
    to.seeds[y] |= useful;
    any |= useful;
  }
  if (any != 0 && !std::exchange(to.waits, true))
    waiting_.push_back(at);
}

void fill_job::seed_neighbours(const raster& on, tile_position of, const tile_mask& reached) {
  if (of.down > 0) {
    tile_mask seeds{};
    seeds[last] = reached[0];
    seed(on, {of.across, of.down - 1}, seeds);
  }
  if (of.down + 1 < on.tiles_down()) {
    tile_mask seeds{};
    seeds[0] = reached[last];
    seed(on, {of.across, of.down + 1}, seeds);
  }
  if (of.across > 0) {
    tile_mask seeds;
    std::transform(reached.begin(), reached.end(), seeds.begin(), [](std::uint64_t row) { return row << last; });
    seed(on, {of.across - 1, of.down}, seeds);
  }
  if (of.across + 1 < on.tiles_across()) {
    tile_mask seeds;
    std::transform(reached.begin(), reached.end(), seeds.begin(), [](std::uint64_t row) { return row >> last; });
    seed(on, {of.across + 1, of.down}, seeds);
  }
}

void fill_job::flood_tile(raster& on, tile_position at) {
  auto& from = *cells_[std::size_t{at.down} * on.tiles_across() + at.across];
  from.waits = false;
  const auto all = flood(from.seeds, from.open);
  from.seeds = {};
  spent_ += all.rows;
  const auto top = at.down << raster::tile_bits;
  for (std::size_t y = 0; y < all.reached.size(); ++y) {
    const auto bits = all.reached[y];
    if (bits == 0)
      continue;
    on.blend_bits(top + static_cast<unsigned>(y), at.across, bits, new_);
    from.open[y] &= ~bits;
    const auto pixels = static_cast<std::uint64_t>(std::popcount(bits));
    covered_ += pixels;
    spent_ += pixels;
  }
  seed_neighbours(on, at, all.reached);
}

} // namespace atelier
