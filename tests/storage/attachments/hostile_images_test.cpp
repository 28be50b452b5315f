#include "protocol/limits.hpp"
#include "storage/attachments/recognition.hpp"
#include "tests/storage/attachments/image_samples.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>

using namespace atelier;
using namespace atelier::test;

namespace {

void is_refused(byte_view file, const std::string& size) {
  const auto found = recognise(file);
  REQUIRE_FALSE(found);
  CHECK(found.error().code == errc::bad_data);
  CAPTURE(found.error().message);
  CHECK(found.error().message.find(size) != std::string::npos);
}

/// An image or a file: whichever, it holds together.
void is_sound(byte_view file) {
  const auto found = recognise(file);
  if (!found) {
    CHECK(found.error().code == errc::bad_data);
    return;
  }
  CHECK((found->media_type == any_media_type) == found->thumbnail.empty());
  CHECK((found->media_type == any_media_type) == (found->size == image_size{}));
}

bool is_image(byte_view file) {
  const auto found = recognise(file);
  return found && found->media_type != any_media_type;
}

} // namespace

TEST_CASE("an image that claims too many pixels is refused with its size") {
  is_refused(png_claiming(100'000, 100'000), "a PNG claims 100000 × 100000");
  is_refused(png_claiming(0xffff'ffff, 1), "a PNG claims 4294967295 × 1");
  is_refused(png_claiming(1, 32'769), "a PNG claims 1 × 32769");
  is_refused(png_claiming(8193, 8192), "a PNG claims 8193 × 8192");
  is_refused(jpeg_claiming(65'535, 65'535), "a JPEG claims 65535 × 65535");
  is_refused(jpeg_claiming(8192, 8193), "a JPEG claims 8192 × 8193");
  is_refused(webp_claiming(100'000, 100'000), "a WebP claims 100000 × 100000");
  is_refused(webp_claiming(1U << 24, 1U << 24), "a WebP claims 16777216 × 16777216");
  is_refused(gif_claiming(65'535, 65'535), "a GIF claims 65535 × 65535");
  is_refused(gif_claiming(8193, 8192), "a GIF claims 8193 × 8192");
}

TEST_CASE("an image that claims as many pixels as may be, and has none, is a file") {
  for (const auto& file : {png_claiming(8192, 8192), jpeg_claiming(8192, 8192), webp_claiming(8192, 8192),
                           png_claiming(0, 5), jpeg_claiming(0, 5), jpeg_claiming(5, 0), gif_claiming(0, 0)})
    CHECK_FALSE(is_image(file));
}

TEST_CASE("an image as large as may be is decoded") {
  const image large{8192, 8192, rgba{10, 20, 30}};
  CHECK(is_image(jpeg_of(large)));
  CHECK(is_image(png_of(large)));
}

TEST_CASE("an image that is cut off is a file, or an image where only its end is missing") {
  for (const auto& file : one_of_each(two_halves(61, 47)))
    for (std::size_t size = 0; size < file.size(); ++size) {
      const auto cut = byte_view{file}.first(size);
      is_sound(cut);
      if (size < file.size() / 2)
        CHECK_FALSE(is_image(cut));
    }
}

TEST_CASE("damaged images do no harm") {
  std::mt19937 chance{20'261'121};
  for (const auto& file : one_of_each(two_halves(61, 47)))
    for (auto round = 0; round < 300; ++round) {
      auto damaged = file;
      for (auto hits = 1 + chance() % 8; hits > 0; --hits)
        damaged[chance() % damaged.size()] = static_cast<std::byte>(chance());
      is_sound(damaged);
    }
}

TEST_CASE("random bytes behind the beginning of an image do no harm") {
  std::mt19937 chance{4};
  for (const auto& file : one_of_each(two_halves(16, 16)))
    for (auto round = 0; round < 200; ++round) {
      auto noise = file;
      noise.resize(chance() % std::min<std::size_t>(64, file.size()));
      for (auto more = chance() % 2000; more > 0; --more)
        noise.push_back(static_cast<std::byte>(chance()));
      is_sound(noise);
    }
}

TEST_CASE("a picture that does not lie on the canvas of its GIF makes it a file") {
  CHECK(is_image(gif_claiming(4, 4)));
  CHECK(is_image(gif_claiming(9, 4)));
  CHECK_FALSE(is_image(gif_claiming(3, 4)));
  CHECK_FALSE(is_image(gif_claiming(4, 3)));
}

TEST_CASE("a JPEG of very many scans is given up") {
  // The scans of a progressive JPEG after the first add nothing here, and may come any number of times.
  const auto file = jpeg_of(image{64, 64, red}, jpeg_kind::progressive);
  const auto text = as_text(file);
  const auto last = text.rfind("\xff\xda");
  REQUIRE(last != std::string_view::npos);
  const auto end = file.size() - 2;
  bytes many{file.begin(), file.begin() + static_cast<std::ptrdiff_t>(end)};
  for (auto i = 0; i < 200; ++i)
    append(many, byte_view{file}.subspan(last, end - last));
  append(many, byte_view{file}.subspan(end));
  CHECK(is_image(file));
  CHECK_FALSE(is_image(many));
}
