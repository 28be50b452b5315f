#pragma once

#include "client/fault.hpp"
#include "protocol/image.hpp"
#include "protocol/ops.hpp"

#include <string_view>

namespace atelier::cli {

/// Which rows of an image: `first` is the first, `end` is behind the last.
struct row_range {
  std::uint32_t first = 0;
  std::uint32_t end = 0;
  friend bool operator==(const row_range&, const row_range&) = default;
};

/// Reads `A:B`, rows A to B−1 of an image `height` rows high; either may be left out.
[[nodiscard]] client::outcome<row_range> parse_rows(std::string_view text, std::uint32_t height);

/// Reads `I/N`, the I-th of N strips, counted from 1; the strips cover the image and differ by one row at most.
[[nodiscard]] client::outcome<row_range> parse_strip(std::string_view text, std::uint32_t height);

/// Reads `X,Y`.
[[nodiscard]] client::outcome<std::pair<std::uint32_t, std::uint32_t>> parse_place(std::string_view text);

/// An image's pixels as ops, row by row.
class image_ops {
public:
  /// `source` outlives this; its top left corner is drawn at `x`, `y`.
  image_ops(const image& source, row_range rows, std::uint32_t x, std::uint32_t y)
      : source_{source}, rows_{rows}, x_{x}, y_{y} {}

  [[nodiscard]] std::uint64_t size() const noexcept {
    return std::uint64_t{source_.width} * (rows_.end - rows_.first);
  }
  [[nodiscard]] bool done() const noexcept {
    return next_ == size();
  }
  /// The next op; to be called only while not `done`.
  [[nodiscard]] pixel_op next() noexcept;

private:
  const image& source_;
  row_range rows_;
  std::uint32_t x_;
  std::uint32_t y_;
  std::uint64_t next_ = 0;
};

} // namespace atelier::cli
