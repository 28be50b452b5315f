#pragma once

#include "protocol/image.hpp"

#include <array>
#include <span>

namespace atelier {

struct image_size {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  friend bool operator==(const image_size&, const image_size&) = default;
};

/// As large as an image of this size with the longer side cut to `limits::thumbnail_side_max`; never larger than it.
[[nodiscard]] image_size thumbnail_size(image_size original);

/// Makes an image small, each of its pixels the average of a box of pixels, weighted by their alpha. Rows go in from
/// top to bottom, so that the large image need not be in memory.
class thumbnail {
public:
  explicit thumbnail(image_size original);

  [[nodiscard]] image_size size() const noexcept {
    return {small_.width, small_.height};
  }

  /// Before the rows: their number and length, each at least that of `size`; a decoder may have made the image smaller.
  void begin(image_size source);
  void add_row(std::span<const rgba> row) noexcept;

  /// All rows are there.
  [[nodiscard]] bool whole() const noexcept {
    return next_row_ == source_.height && source_.height > 0;
  }
  [[nodiscard]] const image& picture() const noexcept {
    return small_;
  }

private:
  struct sums {
    std::uint64_t r = 0, g = 0, b = 0, a = 0, count = 0;
  };
  void finish_row() noexcept;

  image small_;
  image_size source_;
  std::uint32_t next_row_ = 0;
  std::uint32_t small_row_ = 0;
  std::vector<sums> row_;
};

} // namespace atelier
