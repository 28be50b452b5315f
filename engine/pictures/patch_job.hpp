#pragma once

#include "engine/pictures/raster.hpp"
#include "engine/pictures/shapes.hpp"

namespace atelier {

/// A small image that is laid on the picture row by row, each pixel with its own alpha; invisible ones count as
/// covered.
class patch_job {
public:
  patch_job(const patch_op& what, shared_image pixels, const box& picture) noexcept;

  /// What the whole job spends, in pixels; 0 where it covers nothing.
  [[nodiscard]] std::uint64_t cost() const noexcept {
    return within_.area();
  }
  /// Works off rows until `pixels` are spent or nothing is left; returns what was spent.
  std::uint64_t step(raster& on, std::uint64_t pixels);
  [[nodiscard]] bool done() const noexcept {
    return within_.empty() || y_ >= within_.rows.end;
  }
  [[nodiscard]] std::uint64_t covered() const noexcept {
    return covered_;
  }

private:
  shared_image pixels_;
  int left_;
  int top_;
  box within_;
  int y_;
  std::uint64_t covered_ = 0;
};

} // namespace atelier
