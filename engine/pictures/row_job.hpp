#pragma once

#include "engine/pictures/raster.hpp"
#include "engine/pictures/shapes.hpp"

namespace atelier {

/// A shape (engine/pictures/shapes.hpp) that is laid over the picture row by row.
template <class Shape>
class row_job {
public:
  row_job(const Shape& shape, rgba colour, const box& picture) noexcept
      : shape_{shape}, ink_{colour}, within_{shape.bounds() & picture}, y_{within_.rows.begin} {}

  /// What the whole job spends at most, in pixels; 0 where it covers nothing for sure.
  [[nodiscard]] std::uint64_t cost() const noexcept {
    if (within_.empty())
      return 0;
    return within_.rows.size() * (Shape::row_work + std::min(within_.columns.size(), shape_.row_pixels_max()));
  }
  /// Works off rows until `pixels` are spent or nothing is left; returns what was spent.
  std::uint64_t step(raster& on, std::uint64_t pixels) {
    std::uint64_t spent = 0;
    for (; !done() && spent < pixels; ++y_) {
      const auto columns = shape_.row(y_) & within_.columns;
      if (!columns.empty())
        on.blend_span(y_, columns.begin, columns.end, ink_);
      covered_ += columns.size();
      spent += Shape::row_work + std::max<std::uint64_t>(columns.size(), 1);
    }
    return spent;
  }
  [[nodiscard]] bool done() const noexcept {
    return within_.empty() || y_ >= within_.rows.end;
  }
  [[nodiscard]] std::uint64_t covered() const noexcept {
    return covered_;
  }

private:
  Shape shape_;
  ink ink_;
  box within_;
  int y_;
  std::uint64_t covered_ = 0;
};

} // namespace atelier
