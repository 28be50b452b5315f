#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace atelier {

/// One pixel or colour, 8 bits a channel, not premultiplied.
struct rgba {
  std::uint8_t r = 0, g = 0, b = 0, a = 255;
  friend bool operator==(const rgba&, const rgba&) = default;
};
static_assert(sizeof(rgba) == 4);

inline constexpr rgba white{255, 255, 255, 255};

/// A plain image, rows top to bottom without padding: `pixels.size() == width * height`.
struct image {
  std::uint16_t width = 0;
  std::uint16_t height = 0;
  std::vector<rgba> pixels;

  image() = default;
  image(std::uint16_t w, std::uint16_t h, rgba fill = white) : width{w}, height{h}, pixels(std::size_t{w} * h, fill) {}
  [[nodiscard]] rgba& at(unsigned x, unsigned y) {
    return pixels[std::size_t{y} * width + x];
  }
  [[nodiscard]] const rgba& at(unsigned x, unsigned y) const {
    return pixels[std::size_t{y} * width + x];
  }
  [[nodiscard]] std::span<const rgba> row(unsigned y) const {
    return std::span{pixels}.subspan(std::size_t{y} * width, width);
  }
  friend bool operator==(const image&, const image&) = default;
};

using shared_image = std::shared_ptr<const image>;

/// An immutable look at a picture at one sequence number; any thread may read it.
class picture_view {
public:
  virtual ~picture_view() = default;
  [[nodiscard]] virtual std::uint16_t width() const noexcept = 0;
  [[nodiscard]] virtual std::uint16_t height() const noexcept = 0;
  /// Copies row `y` to `out`, whose size is `width()`.
  virtual void copy_row(unsigned y, std::span<rgba> out) const = 0;
};

using shared_view = std::shared_ptr<const picture_view>;

/// An image as it looks on white: opaque.
[[nodiscard]] shared_view view_on_white(image from);

/// The whole view as one image.
[[nodiscard]] inline image to_image(const picture_view& view) {
  image out{view.width(), view.height()};
  for (unsigned y = 0; y < out.height; ++y)
    view.copy_row(y, std::span{out.pixels}.subspan(std::size_t{y} * out.width, out.width));
  return out;
}

} // namespace atelier
