#include "engine/pictures/patch_job.hpp"

namespace atelier {

patch_job::patch_job(const patch_op& what, shared_image pixels, const box& picture) noexcept
    : pixels_{std::move(pixels)},
      left_{what.x},
      top_{what.y},
      within_{box{{left_, left_ + pixels_->width}, {top_, top_ + pixels_->height}} & picture},
      y_{within_.rows.begin} {}

std::uint64_t patch_job::step(raster& on, std::uint64_t pixels) {
  std::uint64_t spent = 0;
  for (; !done() && spent < pixels; ++y_) {
    const auto width = within_.columns.size();
    on.blend_pixels(y_, left_, pixels_->row(y_ - top_).first(width));
    covered_ += width;
    spent += width;
  }
  return spent;
}

} // namespace atelier
