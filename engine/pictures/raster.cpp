#include "engine/pictures/raster.hpp"

#include <algorithm>
#include <bit>

namespace atelier {

namespace {

std::shared_ptr<raster::tile> make_white_tile() {
  auto made = std::make_shared<raster::tile>();
  made->fill(white);
  return made;
}

/// What every tile is until it is drawn on.
const std::shared_ptr<raster::tile>& white_tile() {
  static const auto shared = make_white_tile();
  return shared;
}

bool all_opaque(std::span<const rgba> pixels) noexcept {
  unsigned common = 255;
  for (const auto pixel : pixels)
    common &= pixel.a;
  return common == 255;
}

} // namespace

class raster::tiles_view final : public picture_view {
public:
  tiles_view(std::uint16_t width, std::uint16_t height, std::shared_ptr<const tile_table> table)
      : width_{width}, height_{height}, table_{std::move(table)} {}

  [[nodiscard]] std::uint16_t width() const noexcept override {
    return width_;
  }
  [[nodiscard]] std::uint16_t height() const noexcept override {
    return height_;
  }
  void copy_row(unsigned y, std::span<rgba> out) const override {
    const auto tiles_across = (width_ + tile_side - 1) >> tile_bits;
    auto held = table_->begin() + std::size_t{y >> tile_bits} * tiles_across;
    for (unsigned x = 0; x < width_; x += tile_side, ++held)
      std::copy_n((*held)->data() + offset_in_tile(0, y), std::min<unsigned>(tile_side, width_ - x), out.data() + x);
  }

private:
  std::uint16_t width_;
  std::uint16_t height_;
  std::shared_ptr<const tile_table> table_;
};

raster::raster(std::uint16_t width, std::uint16_t height)
    : width_{width},
      height_{height},
      tiles_across_{(width + tile_side - 1) >> tile_bits},
      places_(std::size_t{tiles_across_} * tiles_down(), place{white_tile()->data(), 0}),
      table_{std::make_shared<tile_table>(places_.size(), white_tile())} {}

raster::raster(const image& from) : raster{from.width, from.height} {
  for (unsigned y = 0; y < height_; ++y) {
    const auto row = from.row(y);
    for (unsigned x = 0; x < width_; x += tile_side) {
      const auto piece = row.subspan(x, std::min<std::size_t>(tile_side, row.size() - x));
      if (std::any_of(piece.begin(), piece.end(), [](rgba pixel) { return pixel != white; }))
        blend_pixels(y, x, piece);
    }
  }
}

void raster::blend_span(unsigned y, unsigned begin, unsigned end, const ink& colour) {
  if (colour.invisible())
    return;
  while (begin < end) {
    const auto until = std::min(end, (begin | (tile_side - 1)) + 1);
    auto* pixels = writable(place_of(begin, y)) + offset_in_tile(begin, y);
    colour.lay_over({pixels, until - begin});
    begin = until;
  }
}

void raster::blend_bits(unsigned y, unsigned across, std::uint64_t bits, const ink& colour) {
  if (bits == 0 || colour.invisible())
    return;
  const auto left = across << tile_bits;
  auto* row = writable(place_of(left, y)) + offset_in_tile(left, y);
  for (int from = 0; bits != 0;) {
    const auto gap = std::countr_zero(bits);
    bits >>= gap;
    from += gap;
    const auto run = std::countr_one(bits);
    colour.lay_over({row + from, static_cast<std::size_t>(run)});
    if (run == 64)
      return;
    bits >>= run;
    from += run;
  }
}

void raster::blend_pixels(unsigned y, unsigned begin, std::span<const rgba> pixels) {
  while (!pixels.empty()) {
    const auto piece = pixels.first(std::min<std::size_t>(pixels.size(), tile_side - begin % tile_side));
    auto* to = writable(place_of(begin, y)) + offset_in_tile(begin, y);
    if (all_opaque(piece))
      std::copy(piece.begin(), piece.end(), to);
    else
      std::transform(piece.begin(), piece.end(), to, to,
                     [](rgba source, rgba below) { return ink{source}.over(below); });
    pixels = pixels.subspan(piece.size());
    begin += static_cast<unsigned>(piece.size());
  }
}

shared_view raster::view() {
  const auto written_since_last_view = table_generation_ == generation_;
  if (written_since_last_view)
    ++generation_;
  return std::make_shared<tiles_view>(width_, height_, table_);
}

rgba* raster::make_writable(std::size_t index) {
  if (table_generation_ != generation_) {
    table_ = std::make_shared<tile_table>(*table_);
    table_generation_ = generation_;
  }
  auto& held = (*table_)[index];
  held = std::make_shared<tile>(*held);
  places_[index] = {held->data(), generation_};
  return held->data();
}

} // namespace atelier
