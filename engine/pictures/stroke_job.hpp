#pragma once

#include "engine/pictures/capsule.hpp"
#include "engine/pictures/raster.hpp"

#include <optional>
#include <vector>

namespace atelier {

/// A polyline. First every row of every line between its points is marked in a mask of one bit for each pixel of the
/// stroke's part of the picture, then what is marked is laid over the picture, so each pixel once. The mask is made
/// with the first step and takes an eighth of a byte for each pixel of the picture at most. The op's bytes must outlive
/// this.
class stroke_job {
public:
  stroke_job(const stroke_op& what, const box& picture) noexcept;

  /// What the whole job spends at most, in pixels; 0 where it covers nothing for sure. Counts rows of lines, not only
  /// pixels: crossing the picture very often takes time, however few pixels are left to cover.
  [[nodiscard]] std::uint64_t cost() const noexcept {
    return cost_;
  }
  /// Works off rows of lines, then rows of the mask, until `pixels` are spent or nothing is left; returns what was
  /// spent.
  std::uint64_t step(raster& on, std::uint64_t pixels);
  [[nodiscard]] bool done() const noexcept {
    return within_.empty() || laid_until_ >= within_.rows.end;
  }
  [[nodiscard]] std::uint64_t covered() const noexcept {
    return covered_;
  }

private:
  static constexpr int bits_per_word = 64;

  /// How many lines its points make; 1 for a single point.
  [[nodiscard]] std::size_t lines() const noexcept;
  [[nodiscard]] capsule line(std::size_t i) const noexcept;
  [[nodiscard]] std::span<std::uint64_t> mask_row(int y) noexcept;
  [[nodiscard]] std::uint64_t mark_rows(std::uint64_t pixels);
  void mark(int y, interval columns) noexcept;
  [[nodiscard]] std::uint64_t lay_row(raster& on);

  stroke_op what_;
  ink ink_;
  box picture_;
  /// A box around the stroke, within the picture.
  box within_;
  std::uint64_t cost_ = 0;
  std::vector<std::uint64_t> mask_;
  std::size_t words_per_row_ = 0;
  std::size_t lines_marked_ = 0;
  std::optional<capsule> current_;
  interval rows_left_;
  int laid_until_ = 0;
  std::uint64_t covered_ = 0;
};

} // namespace atelier
