#include "client/painting.hpp"

#include "client/coverage.hpp"

namespace atelier::client {

namespace {

std::uint8_t blended(std::uint8_t below, std::uint8_t above, std::uint8_t alpha) noexcept {
  return static_cast<std::uint8_t>((above * alpha + below * (255 - alpha) + 127) / 255);
}

tl::unexpected<error> out_of_bounds(const image& picture) {
  return failure(errc::out_of_bounds, "the op covers no pixel of the picture of " + std::to_string(picture.width)
                                          + " × " + std::to_string(picture.height));
}

result<void> paint_spans(image& picture, const std::vector<span_of_row>& spans, rgba colour) {
  if (spans.empty())
    return out_of_bounds(picture);
  for (const auto& each : spans)
    for (auto x = each.x0; x <= each.x1; ++x) {
      auto& pixel = picture.at(x, each.y);
      pixel = laid_over(pixel, colour);
    }
  return {};
}

/// One overload for each op.
struct painter {
  image& picture;
  coverage covered{picture.width, picture.height};

  [[nodiscard]] bool holds(unsigned x, unsigned y) const noexcept {
    return x < picture.width && y < picture.height;
  }

  result<void> operator()(const pixel_op& op) const {
    if (!holds(op.x, op.y))
      return out_of_bounds(picture);
    return paint_spans(picture, {{op.y, op.x, op.x}}, op.colour);
  }
  result<void> operator()(const rect_op& op) const {
    return paint_spans(picture, covered.of(op), op.colour);
  }
  result<void> operator()(const line_op& op) const {
    return paint_spans(picture, covered.of_line(op.from, op.to, op.width), op.colour);
  }
  result<void> operator()(const ellipse_op& op) const {
    return paint_spans(picture, covered.of(op), op.colour);
  }
  result<void> operator()(const stroke_op& op) const {
    return paint_spans(picture, covered.of(op), op.colour);
  }
  result<void> operator()(const fill_op& op) const {
    if (!holds(op.x, op.y))
      return out_of_bounds(picture);
    return paint_spans(picture, covered.of(op, picture), op.colour);
  }
  result<void> operator()(const patch_op& op) const {
    if (!holds(op.x, op.y))
      return out_of_bounds(picture);
    const auto laid = decode_patch(op);
    if (!laid)
      return tl::unexpected{laid.error()};
    for (unsigned y = 0; y < laid->height && op.y + y < picture.height; ++y)
      for (unsigned x = 0; x < laid->width && op.x + x < picture.width; ++x) {
        auto& pixel = picture.at(op.x + x, op.y + y);
        pixel = laid_over(pixel, laid->at(x, y));
      }
    return {};
  }
};

} // namespace

rgba laid_over(rgba below, rgba colour) noexcept {
  return {blended(below.r, colour.r, colour.a), blended(below.g, colour.g, colour.a),
          blended(below.b, colour.b, colour.a), 255};
}

result<void> paint(image& picture, const op& what) {
  if (auto wrong = check(what))
    return tl::unexpected{std::move(*wrong)};
  return std::visit(painter{picture}, what);
}

} // namespace atelier::client
