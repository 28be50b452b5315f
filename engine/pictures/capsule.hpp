#pragma once

#include "engine/pictures/shapes.hpp"

namespace atelier {

/// A line of the contract (section 5): all pixels whose distance from a segment is at most half the width. This is the
/// contract's definition without a root: its cross product is an integer, so rounding its bound down loses nothing.
/// The set is convex, so each row is one interval; it is found by integers alone.
class capsule {
public:
  /// Finding a row costs about as much as laying this many pixels.
  static constexpr std::uint64_t row_work = 16;

  /// A width of 0 covers nothing.
  capsule(point from, point to, std::uint8_t width) noexcept;

  [[nodiscard]] box bounds() const noexcept;
  [[nodiscard]] interval row(int y) const noexcept;

  /// No row has more pixels than this.
  [[nodiscard]] std::uint64_t row_pixels_max() const noexcept;

private:
  [[nodiscard]] interval cap(point centre, int y) const noexcept;
  [[nodiscard]] interval body(int y) const noexcept;

  /// The upper end, and how far the lower end lies to the right of it and below it.
  point top_;
  point bottom_;
  int dx_;
  int dy_;
  int reach_;
  /// ⌊w² / 4⌋, the square of the radius as far as squared integers can tell.
  int radius_squared_;
  /// The largest cross product with the direction that still is within the width.
  std::int64_t cross_max_;
  std::int64_t length_squared_;
  exact_divisor by_dx_;
  exact_divisor by_dy_;
};

} // namespace atelier
