#include "storage/attachments/thumbnail.hpp"

#include "tests/storage/attachments/image_samples.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

image small_of(const image& large) {
  thumbnail small{{large.width, large.height}};
  small.begin({large.width, large.height});
  for (unsigned y = 0; y < large.height; ++y) {
    CHECK_FALSE(small.whole());
    small.add_row(large.row(y));
  }
  CHECK(small.whole());
  return small.picture();
}

} // namespace

TEST_CASE("a thumbnail has the shape of its image and no side above 256") {
  CHECK(thumbnail_size({256, 256}) == image_size{256, 256});
  CHECK(thumbnail_size({1, 1}) == image_size{1, 1});
  CHECK(thumbnail_size({3, 200}) == image_size{3, 200});
  CHECK(thumbnail_size({512, 256}) == image_size{256, 128});
  CHECK(thumbnail_size({257, 257}) == image_size{256, 256});
  CHECK(thumbnail_size({4000, 3000}) == image_size{256, 192});
  CHECK(thumbnail_size({3000, 4001}) == image_size{192, 256});
  CHECK(thumbnail_size({32'768, 1}) == image_size{256, 1});
  CHECK(thumbnail_size({2, 32'768}) == image_size{1, 256});
}

TEST_CASE("a small image is its own thumbnail") {
  const auto picture = two_halves(7, 5);
  CHECK(small_of(picture) == picture);
}

TEST_CASE("each pixel of a thumbnail is the average of its box") {
  image chess{512, 512, rgba{0, 100, 0}};
  for (unsigned y = 0; y < 512; ++y)
    for (unsigned x = y % 2; x < 512; x += 2)
      chess.at(x, y) = rgba{255, 101, 0};
  const auto small = small_of(chess);
  CHECK(small == image{256, 256, rgba{128, 101, 0}});
}

TEST_CASE("an image whose sides do not divide keeps its average colour, and every pixel counts") {
  const auto small = small_of(two_halves(1001, 773));
  CHECK(small.width == 256);
  CHECK(small.at(0, 0) == red);
  CHECK(small.at(127, 100) == red);
  CHECK(small.at(128, 100) == blue);
  CHECK(small.at(255, small.height - 1U) == blue);
}

TEST_CASE("what can't be seen gives no colour to an average") {
  image picture{512, 512, rgba{255, 255, 255, 0}};
  for (unsigned y = 0; y < 512; ++y)
    for (unsigned x = 0; x < 512; x += 2)
      picture.at(x, y) = red;
  CHECK(small_of(picture) == image{256, 256, rgba{red.r, red.g, red.b, 128}});
  CHECK(small_of(image{300, 300, rgba{9, 9, 9, 0}}).at(3, 3) == rgba{0, 0, 0, 0});
}
