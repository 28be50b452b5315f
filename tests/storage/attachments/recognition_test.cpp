#include "storage/attachments/recognition.hpp"

#include "protocol/limits.hpp"
#include "protocol/png.hpp"
#include "tests/storage/attachments/image_samples.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

recognised known(byte_view file) {
  auto found = recognise(file);
  REQUIRE(found);
  return std::move(*found);
}

image small_of(const recognised& found) {
  const auto small = decode_png(found.thumbnail, limits::thumbnail_side_max);
  REQUIRE(small);
  return *small;
}

bool is_near(rgba a, rgba b, int tolerance) {
  return std::abs(a.r - b.r) <= tolerance && std::abs(a.g - b.g) <= tolerance && std::abs(a.b - b.b) <= tolerance
         && std::abs(a.a - b.a) <= tolerance;
}

void check_halves(const recognised& found, image_size size, rgba left, rgba right, int tolerance) {
  CHECK(found.size == size);
  const auto small = small_of(found);
  CHECK(image_size{small.width, small.height} == thumbnail_size(size));
  const auto middle = small.height / 2U;
  CHECK(is_near(small.at(small.width / 4U, middle), left, tolerance));
  CHECK(is_near(small.at(small.width * 3U / 4U, middle), right, tolerance));
}

constexpr rgba dark_red{66, 66, 66};
constexpr rgba dark_blue{73, 73, 73};

} // namespace

TEST_CASE("images of every kind are recognised, and their thumbnails have their colours") {
  for (const auto& [width, height] : {std::pair{40, 24}, {256, 256}, {300, 500}, {1201, 803}, {4000, 16}, {64, 2100}}) {
    CAPTURE(width);
    const image_size size{static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height)};
    const auto picture = two_halves(static_cast<std::uint16_t>(width), static_cast<std::uint16_t>(height));
    for (const auto kind : {png_kind::rgb, png_kind::rgba, png_kind::palette, png_kind::interlaced}) {
      const auto found = known(png_of(picture, kind));
      CHECK(found.media_type == "image/png");
      check_halves(found, size, red, blue, 0);
    }
    check_halves(known(png_of(picture, png_kind::grey16)), size, dark_red, dark_blue, 1);
    for (const auto kind : {jpeg_kind::baseline, jpeg_kind::progressive, jpeg_kind::cmyk}) {
      const auto found = known(jpeg_of(picture, kind));
      CHECK(found.media_type == "image/jpeg");
      check_halves(found, size, red, blue, 8);
    }
    CHECK(known(webp_of(picture)).media_type == "image/webp");
    check_halves(known(webp_of(picture)), size, red, blue, 1);
    check_halves(known(webp_of(picture, false)), size, red, blue, 12);
    check_halves(known(animated_webp_of(picture, size, 0, 0)), size, red, blue, 1);
    for (const auto interlaced : {false, true}) {
      const auto found = known(gif_of(picture, interlaced));
      CHECK(found.media_type == "image/gif");
      check_halves(found, size, red, blue, 0);
    }
  }
}

TEST_CASE("a grey JPEG has a grey thumbnail") {
  const auto small = small_of(known(jpeg_of(two_halves(640, 480), jpeg_kind::grey)));
  // 0.299 r + 0.587 g + 0.114 b
  CHECK(is_near(small.at(20, 20), {60, 60, 60}, 3));
  CHECK(is_near(small.at(230, 20), {25, 25, 25}, 3));
}

TEST_CASE("what is transparent in an image is so in its thumbnail") {
  image picture{600, 600, rgba{0, 0, 0, 0}};
  for (unsigned y = 0; y < 600; ++y)
    for (unsigned x = 0; x < 300; ++x)
      picture.at(x, y) = red;
  for (const auto& file : {png_of(picture, png_kind::rgba), webp_of(picture), gif_of(picture)}) {
    const auto small = small_of(known(file));
    CHECK(is_near(small.at(50, 128), red, 1));
    CHECK(small.at(200, 128).a == 0);
  }
}

TEST_CASE("the first picture of an animation may cover a part of it only") {
  const auto small = small_of(known(animated_webp_of(image{100, 100, red}, {400, 800}, 200, 600)));
  CHECK(small.width == 128);
  CHECK(small.height == 256);
  CHECK(small.at(60, 220).a == 0);
  CHECK(small.at(80, 180).a == 0);
  CHECK(is_near(small.at(80, 210), red, 1));
}

TEST_CASE("whatever is no image is a file of any type") {
  for (const auto text : {"", "x", "hello.png", "<html><script>", "GIF8", "GIF89a", "\xff\xd8", "\xff\xd8\xff", "RIFF",
                          "RIFF1234WEBP", "\x89PNG\r\n\x1a\n", "BM......"}) {
    CAPTURE(text);
    const auto found = known(as_byte_view(text));
    CHECK(found.media_type == "application/octet-stream");
    CHECK(found.size == image_size{});
    CHECK(found.thumbnail.empty());
  }
}

TEST_CASE("what was recognised before is recognised again without being decoded") {
  for (const auto& file : one_of_each(two_halves(30, 20))) {
    const auto first = known(file);
    const auto again = recognise_again(file);
    CHECK(again.media_type == first.media_type);
    CHECK(again.size == first.size);
    CHECK(again.thumbnail.empty());
  }
  CHECK(recognise_again(as_byte_view("hello")).media_type == any_media_type);
}
