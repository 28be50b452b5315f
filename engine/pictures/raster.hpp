#pragma once

#include "engine/pictures/blending.hpp"
#include "protocol/image.hpp"
#include "protocol/ops.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace atelier {

/// An opaque picture in tiles of 64 × 64 pixels that views share. One thread at a time draws on it; its views may be
/// read and dropped by any thread meanwhile. A tile, and the table of tiles, is copied by the first write that follows
/// a view, known by a number and never by a count of references, so what a view has seen is never written again.
/// Coordinates outside the picture are a mistake of the caller, but for `apply_pixel`.
class raster {
public:
  static constexpr unsigned tile_bits = 6;
  static constexpr unsigned tile_side = 1u << tile_bits;
  using tile = std::array<rgba, std::size_t{tile_side} * tile_side>;

  /// A white picture; it takes memory only where it is drawn on.
  raster(std::uint16_t width, std::uint16_t height);
  /// `from` laid on white; its white tiles take no memory.
  explicit raster(const image& from);

  raster(raster&&) noexcept = default;
  raster& operator=(raster&&) noexcept = default;
  raster(const raster&) = delete;
  raster& operator=(const raster&) = delete;

  [[nodiscard]] std::uint16_t width() const noexcept {
    return width_;
  }
  [[nodiscard]] std::uint16_t height() const noexcept {
    return height_;
  }
  [[nodiscard]] unsigned tiles_across() const noexcept {
    return tiles_across_;
  }
  [[nodiscard]] unsigned tiles_down() const noexcept {
    return (height_ + tile_side - 1) >> tile_bits;
  }
  [[nodiscard]] rgba at(unsigned x, unsigned y) const noexcept {
    return places_[place_of(x, y)].pixels[offset_in_tile(x, y)];
  }
  /// The pixels of one tile, row by row; what of them lies outside the picture is white.
  [[nodiscard]] std::span<const rgba> tile_at(unsigned across, unsigned down) const noexcept {
    return {places_[std::size_t{down} * tiles_across_ + across].pixels, std::tuple_size_v<tile>};
  }

  void blend(unsigned x, unsigned y, rgba colour) {
    if (colour.a == 0)
      return;
    auto& pixel = writable(place_of(x, y))[offset_in_tile(x, y)];
    pixel = ink{colour}.over(pixel);
  }
  /// Lays a colour over the pixels of row `y` from `begin` to before `end`.
  void blend_span(unsigned y, unsigned begin, unsigned end, const ink& colour);
  /// Lays a colour over those pixels of row `y` whose bits are set; bit 0 is the first pixel of the tile column
  /// `across`.
  void blend_bits(unsigned y, unsigned across, std::uint64_t bits, const ink& colour);
  /// Lays pixels, each with its own alpha, over row `y` from `begin` on.
  void blend_pixels(unsigned y, unsigned begin, std::span<const rgba> pixels);

  /// The picture as it is now. Costs the same whatever its size; the next write copies the table of tiles, and every
  /// tile is copied once when it is next drawn on.
  [[nodiscard]] shared_view view();

private:
  using tile_table = std::vector<std::shared_ptr<tile>>;
  struct place {
    rgba* pixels = nullptr;
    /// Only a tile that was made since the last view may be written.
    std::uint64_t generation = 0;
  };
  class tiles_view;

  [[nodiscard]] std::size_t place_of(unsigned x, unsigned y) const noexcept {
    return std::size_t{y >> tile_bits} * tiles_across_ + (x >> tile_bits);
  }
  [[nodiscard]] static std::size_t offset_in_tile(unsigned x, unsigned y) noexcept {
    return (y % tile_side) << tile_bits | (x % tile_side);
  }
  [[nodiscard]] rgba* writable(std::size_t index) {
    const auto& at = places_[index];
    return at.generation == generation_ ? at.pixels : make_writable(index);
  }
  [[nodiscard]] rgba* make_writable(std::size_t index);

  std::uint16_t width_;
  std::uint16_t height_;
  unsigned tiles_across_;
  std::uint64_t generation_ = 1;
  std::uint64_t table_generation_ = 1;
  std::vector<place> places_;
  std::shared_ptr<tile_table> table_;
};

/// Draws one pixel; false where it lies outside. The short way for the op that comes most often.
inline bool apply_pixel(raster& on, const pixel_op& what) {
  if (what.x >= on.width() || what.y >= on.height())
    return false;
  on.blend(what.x, what.y, what.colour);
  return true;
}

} // namespace atelier
