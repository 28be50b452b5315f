#include "client/painting.hpp"

#include "client/coverage.hpp"
#include "protocol/png.hpp"
#include "tests/client/samples.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <random>

namespace atelier::client {

namespace {

using samples::red;

/// The contract's words for one pixel, as slow as they stand there.
namespace by_the_contract {

bool line_covers(point a, point b, std::int64_t w, std::int64_t px, std::int64_t py) {
  const std::int64_t dx = b.x - a.x, dy = b.y - a.y, vx = px - a.x, vy = py - a.y;
  const auto vd = vx * dx + vy * dy, dd = dx * dx + dy * dy;
  if (vd <= 0)
    return 4 * (vx * vx + vy * vy) <= w * w;
  if (vd >= dd)
    return 4 * ((px - b.x) * (px - b.x) + (py - b.y) * (py - b.y)) <= w * w;
  auto root = static_cast<std::int64_t>(std::sqrt(static_cast<double>(w * w * dd))) + 1;
  while (root * root > w * w * dd)
    --root;
  return std::abs(2 * (vx * dy - vy * dx)) <= root;
}

bool covers(const rect_op& op, int x, int y) {
  return op.x <= x && x < op.x + op.w && op.y <= y && y < op.y + op.h;
}
bool covers(const line_op& op, int x, int y) {
  return line_covers(op.from, op.to, op.width, x, y);
}
bool covers(const ellipse_op& op, int x, int y) {
  const std::int64_t dx = x - op.centre.x, dy = y - op.centre.y, rx = op.rx, ry = op.ry;
  return std::abs(dx) <= rx && std::abs(dy) <= ry && dx * dx * ry * ry + dy * dy * rx * rx <= rx * rx * ry * ry;
}
bool covers(const stroke_op& op, int x, int y) {
  if (op.size() == 1)
    return line_covers(op[0], op[0], op.width, x, y);
  for (std::size_t i = 1; i < op.size(); ++i)
    if (line_covers(op[i - 1], op[i], op.width, x, y))
      return true;
  return false;
}

} // namespace by_the_contract

template <class Op>
image painted_slowly(image picture, const Op& op) {
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x)
      if (by_the_contract::covers(op, x, y))
        picture.at(x, y) = laid_over(picture.at(x, y), op.colour);
  return picture;
}

image noise(std::mt19937& random, std::uint16_t width, std::uint16_t height, unsigned colours) {
  image out{width, height};
  for (auto& pixel : out.pixels) {
    const auto shade = static_cast<std::uint8_t>(random() % colours * 40);
    pixel = {shade, static_cast<std::uint8_t>(255 - shade), 7, 255};
  }
  return out;
}

template <class Op>
void check_against_contract(image picture, const Op& op) {
  const auto expected = painted_slowly(picture, op);
  const bool changes_nothing = expected == picture;
  const auto before = picture;
  const auto done = paint(picture, op);
  // A colour of alpha 0 covers pixels and changes none of them.
  if (!done) {
    CHECK(done.error().code == errc::out_of_bounds);
    CHECK(changes_nothing);
    CHECK(picture == before);
  } else {
    CHECK(picture == expected);
  }
}

} // namespace

TEST_CASE("colours are mixed with the contract's rounding and pixels stay opaque") {
  CHECK(laid_over({10, 20, 30, 255}, {200, 100, 0, 255}) == rgba{200, 100, 0, 255});
  CHECK(laid_over({10, 20, 30, 255}, {200, 100, 0, 0}) == rgba{10, 20, 30, 255});
  CHECK(laid_over({0, 255, 255, 255}, {255, 0, 255, 128}) == rgba{128, 127, 255, 255});
}

TEST_CASE("rectangles, lines, ellipses and strokes cover what the contract says") {
  for (std::uint32_t seed = 1; seed <= 400; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const auto from = [&](int low, int high) {
      return low + static_cast<int>(random() % (high - low + 1u));
    };
    const auto place = [&] {
      return point{static_cast<std::int16_t>(from(-20, 60)), static_cast<std::int16_t>(from(-20, 60))};
    };
    const rgba colour{static_cast<std::uint8_t>(random()), 3, 4,
                      static_cast<std::uint8_t>(from(0, 1) ? 255 : random())};
    const auto size = [&] {
      return static_cast<std::uint16_t>(from(1, 40));
    };
    const auto picture = noise(random, size(), size(), 6);
    check_against_contract(picture, rect_op{size(), size(), size(), size(), colour});
    check_against_contract(picture, line_op{place(), place(), static_cast<std::uint8_t>(from(1, 30)), colour});
    check_against_contract(picture, ellipse_op{place(), size(), size(), colour});
    bytes points;
    for (int i = from(1, 6); i > 0; --i) {
      const auto at = place();
      store_le(points, at.x);
      store_le(points, at.y);
    }
    check_against_contract(picture, stroke_op{static_cast<std::uint8_t>(from(1, 15)), colour, points});
  }
}

TEST_CASE("numbers at the ends of their ranges neither overflow nor leave the picture") {
  const image picture{64, 64};
  constexpr std::int16_t low = -32768, high = 32767;
  check_against_contract(picture, line_op{{low, low}, {high, high}, 255, red});
  check_against_contract(picture, line_op{{low, high}, {high, low}, 1, red});
  check_against_contract(picture, line_op{{low, 5}, {high, 6}, 255, red});
  check_against_contract(picture, ellipse_op{{8000, 30}, 8191, 8191, red});
  check_against_contract(picture, ellipse_op{{-8160, -8160}, 8191, 1, red});
  check_against_contract(picture, rect_op{60, 0, 65535, 65535, red});
}

TEST_CASE("a fill takes the 4-connected pixels of exactly one colour") {
  for (std::uint32_t seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    auto picture = noise(random, 23, 17, 2);
    const fill_op op{static_cast<std::uint16_t>(random() % 23),
                     static_cast<std::uint16_t>(random() % 17),
                     {1, 2, 3, static_cast<std::uint8_t>(random() % 2 ? 255 : 90)}};
    auto expected = picture;
    std::vector<std::pair<int, int>> open{{op.x, op.y}};
    std::vector<bool> seen(picture.pixels.size());
    while (!open.empty()) {
      const auto [x, y] = open.back();
      open.pop_back();
      if (x < 0 || y < 0 || x >= 23 || y >= 17 || seen[y * 23 + x] || picture.at(x, y) != picture.at(op.x, op.y))
        continue;
      seen[y * 23 + x] = true;
      expected.at(x, y) = laid_over(picture.at(x, y), op.colour);
      for (const auto& [dx, dy] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}})
        open.emplace_back(x + dx, y + dy);
    }
    REQUIRE(paint(picture, op));
    CHECK(picture == expected);
  }
}

TEST_CASE("a patch is laid on with its own alpha and clipped") {
  image small{3, 2, {100, 200, 50, 255}};
  small.at(0, 0) = {0, 0, 0, 128};
  small.at(1, 0) = {9, 9, 9, 0};
  const auto png = encode_png(small);
  image picture{4, 4};
  REQUIRE(paint(picture, patch_op{2, 3, 3, 2, png}));
  image expected{4, 4};
  expected.at(2, 3) = laid_over(white, {0, 0, 0, 128});
  CHECK(picture == expected);
}

TEST_CASE("an op that covers nothing is out of bounds and changes nothing") {
  image picture{4, 4};
  const auto png = encode_png(image{1, 1});
  const op outside[]{pixel_op{4, 0, red},           rect_op{4, 0, 1, 1, red}, line_op{{-9, 0}, {-9, 9}, 3, red},
                     ellipse_op{{9, 9}, 2, 2, red}, fill_op{0, 4, red},       patch_op{4, 0, 1, 1, png}};
  for (const auto& each : outside) {
    CAPTURE(each.index());
    const auto done = paint(picture, each);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == errc::out_of_bounds);
  }
  CHECK(picture == image{4, 4});
}

TEST_CASE("an op that no picture takes is bad data and changes nothing") {
  image picture{4, 4};
  for (const op& each : {op{rect_op{0, 0, 0, 1, red}}, op{line_op{{0, 0}, {1, 1}, 0, red}},
                         op{ellipse_op{{1, 1}, 0, 1, red}}, op{stroke_op{1, red, {}}}}) {
    const auto done = paint(picture, each);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == errc::bad_data);
  }
  CHECK(picture == image{4, 4});
}

} // namespace atelier::client
