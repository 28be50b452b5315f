#include "engine/pictures/raster_job.hpp"

#include "protocol/overloaded.hpp"

#include <limits>
#include <string>

namespace atelier {

namespace {

std::string at(int x, int y) {
  return "(" + std::to_string(x) + ", " + std::to_string(y) + ")";
}

std::string size(unsigned width, unsigned height) {
  return std::to_string(width) + " × " + std::to_string(height);
}

std::string describe(const op& what) {
  return std::visit(overloaded{
                        [](const pixel_op& o) { return "the pixel " + at(o.x, o.y); },
                        [](const rect_op& o) { return "the rect of " + size(o.w, o.h) + " at " + at(o.x, o.y); },
                        [](const line_op& o) {
                          return "the line from " + at(o.from.x, o.from.y) + " to " + at(o.to.x, o.to.y) + " of width "
                                 + std::to_string(o.width);
                        },
                        [](const ellipse_op& o) {
                          return "the ellipse around " + at(o.centre.x, o.centre.y) + " with radii " + size(o.rx, o.ry);
                        },
                        [](const stroke_op& o) {
                          return "the stroke of " + std::to_string(o.size()) + " points"
                                 + (o.size() == 0 ? "" : " from " + at(o[0].x, o[0].y)) + " of width "
                                 + std::to_string(o.width);
                        },
                        [](const fill_op& o) { return "the fill at " + at(o.x, o.y); },
                        [](const patch_op& o) { return "the patch of " + size(o.w, o.h) + " at " + at(o.x, o.y); },
                    },
                    what);
}

/// Whether `patch` is what the op says; the error otherwise.
result<void> check_patch(const patch_op& what, const shared_image& patch) {
  if (!patch)
    return failure(errc::bad_data, "the patch of " + size(what.w, what.h)
                                       + " has no readable PNG; expected an 8-bit RGB "
                                         "or RGBA PNG without interlacing");
  if (patch->width != what.w || patch->height != what.h)
    return failure(errc::bad_data, "the patch's PNG is " + size(patch->width, patch->height) + "; expected "
                                       + size(what.w, what.h) + " as the op says");
  return {};
}

} // namespace

result<raster_job> raster_job::start(const op& what, const raster& on, shared_image patch) {
  const box picture{{0, on.width()}, {0, on.height()}};
  if (const auto* laid = std::get_if<patch_op>(&what))
    if (auto fits = check_patch(*laid, patch); !fits)
      return tl::unexpected{fits.error()};
  raster_job job{std::visit(overloaded{
                                [&](const pixel_op& o) -> any_job {
                                  return row_job<rect_shape>{{o.x, o.y, 1, 1}, o.colour, picture};
                                },
                                [&](const rect_op& o) -> any_job {
                                  return row_job<rect_shape>{{o.x, o.y, o.w, o.h}, o.colour, picture};
                                },
                                [&](const line_op& o) -> any_job {
                                  return row_job<capsule>{{o.from, o.to, o.width}, o.colour, picture};
                                },
                                [&](const ellipse_op& o) -> any_job {
                                  return row_job<ellipse_shape>{ellipse_shape{o}, o.colour, picture};
                                },
                                [&](const stroke_op& o) -> any_job {
                                  // One line needs no mask, and most strokes of a moving hand are one line.
                                  if (o.size() == 1 || o.size() == 2)
                                    return row_job<capsule>{{o[0], o[o.size() - 1], o.width}, o.colour, picture};
                                  return stroke_job{o, picture};
                                },
                                [&](const fill_op& o) -> any_job {
                                  return fill_job{o, on};
                                },
                                [&](const patch_op& o) -> any_job {
                                  return patch_job{o, std::move(patch), picture};
                                },
                            },
                            what)};
  if (job.cost() == 0)
    return tl::unexpected{nothing_covered(what, on)};
  return job;
}

std::uint64_t raster_job::cost() const noexcept {
  return std::visit([](const auto& job) { return job.cost(); }, job_);
}

std::uint64_t raster_job::step(raster& on, std::uint64_t pixels) {
  return std::visit([&](auto& job) { return job.step(on, std::max<std::uint64_t>(pixels, 1)); }, job_);
}

bool raster_job::done() const noexcept {
  return std::visit([](const auto& job) { return job.done(); }, job_);
}

std::uint64_t raster_job::covered() const noexcept {
  return std::visit([](const auto& job) { return job.covered(); }, job_);
}

error nothing_covered(const op& what, const raster& on) {
  return {errc::out_of_bounds,
          describe(what) + " covers nothing of the picture, which is " + size(on.width(), on.height())};
}

result<std::uint64_t> draw(raster& on, const op& what, shared_image patch) {
  auto job = raster_job::start(what, on, std::move(patch));
  if (!job)
    return tl::unexpected{job.error()};
  while (!job->done())
    job->step(on, std::numeric_limits<std::uint64_t>::max());
  if (job->covered() == 0)
    return tl::unexpected{nothing_covered(what, on)};
  return job->covered();
}

} // namespace atelier
