#include "bench/load/pictures.hpp"

#include "bench/load/http_post.hpp"
#include "bench/load/pixel.hpp"
#include "protocol/png.hpp"

#include <random>

namespace atelier::bench {

namespace {

picture_id id_of(const json& picture) {
  return picture_id{picture.at("id").get<std::uint32_t>()};
}

image noise(std::uint16_t width, std::uint16_t height, std::uint32_t seed) {
  std::mt19937 random{seed};
  image out{width, height};
  for (auto& pixel : out.pixels) {
    const auto value = random();
    pixel = {static_cast<std::uint8_t>(value), static_cast<std::uint8_t>(value >> 8),
             static_cast<std::uint8_t>(value >> 16), 255};
  }
  return out;
}

} // namespace

picture_id make_picture(std::uint16_t port) {
  const auto text = to_text({{"name", "bench"}, {"width", side_min}, {"height", side_min}});
  return id_of(http_post(port, "/pictures", "application/json", as_byte_view(text)));
}

picture_id make_touched_picture(std::uint16_t port) {
  // The server keeps what nobody has touched of a picture only once.
  constexpr std::size_t part = 32;
  image touched{static_cast<std::uint16_t>(side_min), static_cast<std::uint16_t>(side_min)};
  for (std::size_t y = 0; y < side_min; y += part)
    for (std::size_t x = 0; x < side_min; x += part)
      touched.pixels[y * side_min + x] = {128, 128, 128, 255};
  return id_of(http_post(port, "/pictures?name=touched", "image/png", encode_png(touched)));
}

picture_id make_noisy_picture(std::uint16_t port, std::uint16_t width, std::uint16_t height, std::uint32_t seed) {
  return id_of(http_post(port, "/pictures?name=noise", "image/png", encode_png(noise(width, height, seed))));
}

} // namespace atelier::bench
