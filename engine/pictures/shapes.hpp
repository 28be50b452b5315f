#pragma once

#include "engine/pictures/integer_math.hpp"
#include "protocol/ops.hpp"

#include <algorithm>
#include <cstdint>

/// \file
/// Shapes whose every row is one interval. A shape has
///
///     box bounds() const         a box around all that it covers
///     interval row(int y) const  what it covers of row y, which is within the bounds; maybe nothing
///     row_pixels_max() const     no row has more pixels than this
///     row_work                   what finding a row costs, in pixels

namespace atelier {

/// The integers from `begin` to before `end`; none where `begin >= end`.
struct interval {
  int begin = 0;
  int end = 0;

  [[nodiscard]] bool empty() const noexcept {
    return begin >= end;
  }
  /// How many integers it has.
  [[nodiscard]] std::uint64_t size() const noexcept {
    return empty() ? 0 : static_cast<std::uint64_t>(end - begin);
  }
  /// What both have.
  [[nodiscard]] interval operator&(interval other) const noexcept {
    return {std::max(begin, other.begin), std::min(end, other.end)};
  }
  /// The interval around both.
  [[nodiscard]] interval operator|(interval other) const noexcept {
    if (empty())
      return other;
    if (other.empty())
      return *this;
    return {std::min(begin, other.begin), std::max(end, other.end)};
  }
};

struct box {
  interval columns;
  interval rows;

  [[nodiscard]] bool empty() const noexcept {
    return columns.empty() || rows.empty();
  }
  /// How many pixels it has.
  [[nodiscard]] std::uint64_t area() const noexcept {
    return columns.size() * rows.size();
  }
  [[nodiscard]] box operator&(const box& other) const noexcept {
    return {columns & other.columns, rows & other.rows};
  }
  [[nodiscard]] box operator|(const box& other) const noexcept {
    if (empty())
      return other;
    if (other.empty())
      return *this;
    return {columns | other.columns, rows | other.rows};
  }
};

/// An axis-parallel rectangle, also of one pixel.
class rect_shape {
public:
  static constexpr std::uint64_t row_work = 0;

  rect_shape(int x, int y, int w, int h) noexcept : bounds_{{x, x + w}, {y, y + h}} {}

  [[nodiscard]] box bounds() const noexcept {
    return bounds_;
  }
  [[nodiscard]] interval row(int) const noexcept {
    return bounds_.columns;
  }
  [[nodiscard]] std::uint64_t row_pixels_max() const noexcept {
    return bounds_.columns.size();
  }

private:
  box bounds_;
};

/// `dx²·ry² + dy²·rx² ≤ rx²·ry²` (the contract, section 5); empty where a radius is 0.
class ellipse_shape {
public:
  static constexpr std::uint64_t row_work = 0;

  explicit ellipse_shape(const ellipse_op& what) noexcept
      : centre_{what.centre}, rx_{what.ry == 0 ? 0 : what.rx}, ry_{what.rx == 0 ? 0 : what.ry} {}

  [[nodiscard]] box bounds() const noexcept {
    if (rx_ == 0)
      return {};
    return {{centre_.x - rx_, centre_.x + rx_ + 1}, {centre_.y - ry_, centre_.y + ry_ + 1}};
  }
  [[nodiscard]] interval row(int y) const noexcept {
    // dx² is an integer, so rounding its bound down loses nothing.
    const std::int64_t rx = rx_, ry = ry_, dy = y - centre_.y;
    const auto dx = static_cast<int>(integer_sqrt(rx * rx * (ry * ry - dy * dy) / (ry * ry)));
    return {centre_.x - dx, centre_.x + dx + 1};
  }
  [[nodiscard]] std::uint64_t row_pixels_max() const noexcept {
    return bounds().columns.size();
  }

private:
  point centre_;
  int rx_;
  int ry_;
};

} // namespace atelier
