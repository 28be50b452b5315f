#pragma once

#include "protocol/image.hpp"
#include "protocol/ops.hpp"

#include <cstdint>
#include <vector>

namespace atelier::client {

/// A horizontal piece of one row: pixels `x0` to `x1`, both covered; empty where `x1 < x0`.
struct span_of_row {
  std::int32_t y = 0;
  std::int32_t x0 = 0;
  std::int32_t x1 = -1;
};

/// Which pixels of a picture an op covers, by the rules of the contract (protocol/README.md, "Which pixels an op
/// covers"). Every row's pixels are exact; what lies outside of the picture is left out.
class coverage {
public:
  coverage(std::uint16_t width, std::uint16_t height) : width_{width}, height_{height} {}

  [[nodiscard]] std::vector<span_of_row> of(const rect_op& op) const;
  [[nodiscard]] std::vector<span_of_row> of(const ellipse_op& op) const;
  [[nodiscard]] std::vector<span_of_row> of_line(point from, point to, std::uint8_t width) const;
  /// Lines that cross give their pixels once.
  [[nodiscard]] std::vector<span_of_row> of(const stroke_op& op) const;
  /// The 4-connected area of one colour around a pixel that lies in the picture.
  [[nodiscard]] std::vector<span_of_row> of(const fill_op& op, const image& picture) const;

private:
  void add_clipped(std::vector<span_of_row>& to, std::int64_t y, std::int64_t x0, std::int64_t x1) const;

  std::int32_t width_;
  std::int32_t height_;
};

} // namespace atelier::client
