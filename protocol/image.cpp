#include "protocol/image.hpp"

#include <algorithm>

namespace atelier {

namespace {

class image_on_white : public picture_view {
public:
  explicit image_on_white(image from) : from_{std::move(from)} {}

  [[nodiscard]] std::uint16_t width() const noexcept override {
    return from_.width;
  }
  [[nodiscard]] std::uint16_t height() const noexcept override {
    return from_.height;
  }
  void copy_row(unsigned y, std::span<rgba> out) const override {
    std::ranges::transform(from_.row(y), out.begin(), [](rgba pixel) {
      return rgba{on_white(pixel.r, pixel.a), on_white(pixel.g, pixel.a), on_white(pixel.b, pixel.a), 255};
    });
  }

private:
  // The contract, section 5: how an op is laid over what is there.
  static std::uint8_t on_white(unsigned channel, unsigned alpha) noexcept {
    return static_cast<std::uint8_t>((channel * alpha + 255 * (255 - alpha) + 127) / 255);
  }

  image from_;
};

} // namespace

shared_view view_on_white(image from) {
  return std::make_shared<image_on_white>(std::move(from));
}

} // namespace atelier
