#pragma once

#include "engine/pictures/capsule.hpp"
#include "engine/pictures/fill_job.hpp"
#include "engine/pictures/patch_job.hpp"
#include "engine/pictures/row_job.hpp"
#include "engine/pictures/stroke_job.hpp"
#include "protocol/errors.hpp"

#include <variant>

namespace atelier {

/// One op on its way onto a picture, worked off in slices so that other work may go between; each pixel that the op
/// covers (the contract, section 5) is laid over once. All steps go to the picture that the job was started for, which
/// nobody else may draw on meanwhile. A stroke's bytes must outlive its job.
class raster_job {
public:
  /// Does no work on pixels. The op has passed `check`; `patch` is its decoded image where it is a patch. Fails with
  /// `out_of_bounds` where it is plain that nothing is covered, with `bad_data` for a patch without a fitting image.
  [[nodiscard]] static result<raster_job> start(const op& what, const raster& on, shared_image patch = nullptr);

  /// What all steps together spend at most, in pixels; 1 for a fill, where it is only known afterwards.
  [[nodiscard]] std::uint64_t cost() const noexcept;

  /// Works until about that many pixels are spent, but always some, or until done; returns what was spent. One step
  /// goes past `pixels` by a row of the picture or a tile at most.
  std::uint64_t step(raster& on, std::uint64_t pixels);

  [[nodiscard]] bool done() const noexcept;

  /// Pixels covered so far, invisible ink included. 0 at the end means that the op is `out_of_bounds`, and that the
  /// picture was not touched.
  [[nodiscard]] std::uint64_t covered() const noexcept;

private:
  using any_job =
      std::variant<row_job<rect_shape>, row_job<ellipse_shape>, row_job<capsule>, stroke_job, fill_job, patch_job>;
  explicit raster_job(any_job job) : job_{std::move(job)} {}

  any_job job_;
};

/// The error for an op that covers nothing of the picture.
[[nodiscard]] error nothing_covered(const op& what, const raster& on);

/// Draws an op in one go; returns how many pixels it covered, never 0. Fails as `raster_job` does, the picture then
/// being untouched.
[[nodiscard]] result<std::uint64_t> draw(raster& on, const op& what, shared_image patch = nullptr);

} // namespace atelier
