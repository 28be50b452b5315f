#include "engine/pictures/raster.hpp"

#include <algorithm>
#include <deque>
#include <doctest/doctest.h>
#include <mutex>
#include <thread>

namespace atelier {

namespace {

constexpr rgba red{255, 0, 0};
constexpr rgba blue{0, 0, 255};

} // namespace

TEST_CASE("a new picture is white to its last pixel") {
  for (const auto& [width, height] : {std::pair<std::uint16_t, std::uint16_t>{1, 1}, {64, 64}, {65, 63}, {200, 129}}) {
    raster picture{width, height};
    CHECK(to_image(*picture.view()) == image{width, height});
  }
}

TEST_CASE("a picture made from an image shows that image") {
  image from{130, 70};
  from.at(0, 0) = red;
  from.at(129, 69) = blue;
  from.at(64, 63) = {1, 2, 3};
  raster picture{from};
  CHECK(picture.at(129, 69) == blue);
  CHECK(to_image(*picture.view()) == from);
}

TEST_CASE("an image with transparent pixels is laid on white, since pictures are opaque") {
  image from{2, 1};
  from.at(0, 0) = {9, 9, 9, 0};
  from.at(1, 0) = {0, 0, 0, 128};
  raster picture{from};
  CHECK(picture.at(0, 0) == white);
  CHECK(picture.at(1, 0) == rgba{127, 127, 127});
}

TEST_CASE("a pixel outside is refused and changes nothing") {
  raster picture{10, 20};
  CHECK(apply_pixel(picture, {9, 19, red}));
  CHECK_FALSE(apply_pixel(picture, {10, 19, red}));
  CHECK_FALSE(apply_pixel(picture, {9, 20, red}));
  CHECK_FALSE(apply_pixel(picture, {65'535, 65'535, red}));
  image expected{10, 20};
  expected.at(9, 19) = red;
  CHECK(to_image(*picture.view()) == expected);
}

TEST_CASE("a view keeps showing what it saw, however often the picture is drawn on and looked at afterwards") {
  raster picture{200, 200};
  const auto empty = picture.view();
  picture.blend(10, 10, red);
  const auto one = picture.view();
  const auto again = picture.view();
  picture.blend(10, 10, blue);
  picture.blend_span(100, 0, 200, ink{red});
  const auto two = picture.view();
  picture.blend_span(10, 0, 200, ink{white});

  image expected{200, 200};
  CHECK(to_image(*empty) == expected);
  expected.at(10, 10) = red;
  CHECK(to_image(*one) == expected);
  CHECK(to_image(*again) == expected);
  expected.at(10, 10) = blue;
  for (unsigned x = 0; x < 200; ++x)
    expected.at(x, 100) = red;
  CHECK(to_image(*two) == expected);
}

TEST_CASE("a view outlives its picture") {
  shared_view view;
  {
    raster picture{100, 100};
    picture.blend(99, 99, red);
    view = picture.view();
    picture.blend(0, 0, red);
  }
  image expected{100, 100};
  expected.at(99, 99) = red;
  CHECK(to_image(*view) == expected);
}

TEST_CASE("a picture that was moved is drawn on as before") {
  raster first{100, 100};
  first.blend(1, 1, red);
  auto second = std::move(first);
  const auto view = second.view();
  second.blend(1, 1, blue);
  CHECK(second.at(1, 1) == blue);
  CHECK(to_image(*view).at(1, 1) == red);
}

TEST_CASE("bits set in a row are drawn and no others") {
  constexpr std::uint64_t patterns[] = {0, 1, 1ull << 63, ~0ull, 0x8000'0000'0000'0001, 0x00ff'0f0f'5555'aaaa, ~1ull};
  for (const auto bits : patterns) {
    raster picture{192, 3};
    picture.blend_bits(1, 1, bits, ink{red});
    image expected{192, 3};
    for (unsigned x = 0; x < 64; ++x)
      if (bits >> x & 1)
        expected.at(64 + x, 1) = red;
    CHECK(to_image(*picture.view()) == expected);
  }
}

TEST_CASE("views are read and dropped by another thread while the picture is drawn on") {
  constexpr int rounds = 60;
  raster picture{200, 130};
  std::mutex mutex;
  std::deque<shared_view> offered;
  const auto take = [&]() -> shared_view {
    const std::lock_guard lock{mutex};
    if (offered.empty())
      return nullptr;
    auto next = std::move(offered.front());
    offered.pop_front();
    return next;
  };
  int wrong = 0;
  std::thread reader{[&] {
    for (int round = 0; round < rounds;) {
      const auto view = take();
      if (!view) {
        std::this_thread::yield();
        continue;
      }
      const auto value = static_cast<std::uint8_t>(round++);
      const auto seen = to_image(*view);
      wrong += static_cast<int>(std::count_if(seen.pixels.begin(), seen.pixels.end(), [&](rgba pixel) {
        return pixel != rgba{value, value, value};
      }));
    }
  }};
  for (int round = 0; round < rounds; ++round) {
    const auto value = static_cast<std::uint8_t>(round);
    for (unsigned y = 0; y < picture.height(); ++y)
      picture.blend_span(y, 0, picture.width(), ink{{value, value, value}});
    auto view = picture.view();
    const std::lock_guard lock{mutex};
    offered.push_back(std::move(view));
  }
  reader.join();
  CHECK(wrong == 0);
}

} // namespace atelier
