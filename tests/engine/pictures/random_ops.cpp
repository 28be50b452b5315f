#include "tests/engine/pictures/random_ops.hpp"

#include <algorithm>
#include <array>

namespace atelier {

namespace {

std::uint16_t u16(int value) {
  return static_cast<std::uint16_t>(std::clamp(value, 0, 65'535));
}

std::int16_t i16(int value) {
  return static_cast<std::int16_t>(std::clamp(value, -32'768, 32'767));
}

} // namespace

int random_ops::between(int low, int high) {
  // std::uniform_int_distribution differs between standard libraries.
  return low + static_cast<int>(engine_() % static_cast<std::uint64_t>(high - low + 1));
}

std::uint16_t random_ops::unsigned_coordinate(unsigned side) {
  if (one_in(20))
    return u16(between(0, 65'535));
  if (one_in(10))
    return u16(static_cast<int>(side) + between(-2, 1));
  return u16(between(0, static_cast<int>(side) - 1));
}

std::int16_t random_ops::signed_coordinate(unsigned side) {
  const auto length = static_cast<int>(side);
  switch (between(0, 15)) {
  case 0:
    return i16(between(-32'768, 32'767));
  case 1:
    return one_in(2) ? i16(-32'768) : i16(32'767);
  case 2:
    return i16(between(-2, 1));
  case 3:
    return i16(length + between(-2, 1));
  case 4:
  case 5:
    return i16(between(-300, length + 300));
  default:
    return i16(between(0, length - 1));
  }
}

point random_ops::any_point(unsigned width, unsigned height) {
  return {signed_coordinate(width), signed_coordinate(height)};
}

std::uint16_t random_ops::extent(unsigned side, int max) {
  if (one_in(12))
    return u16(one_in(2) ? max : between(1, max));
  if (one_in(6))
    return 1;
  return u16(std::min(between(1, static_cast<int>(side) + 3), max));
}

std::uint8_t random_ops::width() {
  constexpr std::array<std::uint8_t, 7> often{1, 1, 2, 3, 4, 254, 255};
  if (one_in(3))
    return static_cast<std::uint8_t>(between(1, one_in(4) ? 255 : 12));
  return often[between(0, one_in(5) ? 6 : 4)];
}

rgba random_ops::colour() {
  constexpr std::array<std::uint8_t, 8> alphas{0, 1, 127, 128, 254, 255, 255, 255};
  constexpr std::array<rgba, 5> few{rgba{0, 0, 0}, rgba{255, 255, 255}, rgba{200, 30, 40}, rgba{0, 128, 255},
                                    rgba{1, 254, 127}};
  const auto any = [this] {
    return static_cast<std::uint8_t>(between(0, 255));
  };
  rgba chosen = one_in(3) ? rgba{any(), any(), any()} : few[between(0, 4)];
  chosen.a = one_in(6) ? any() : alphas[between(0, 7)];
  return chosen;
}

random_ops::drawn random_ops::stroke(unsigned w, unsigned h) {
  drawn made;
  const auto count = one_in(4) ? 1 : between(2, one_in(4) ? 40 : 6);
  point last = any_point(w, h);
  for (int i = 0; i < count; ++i) {
    store_le(made.points, last.x);
    store_le(made.points, last.y);
    if (one_in(3))
      last = any_point(w, h);
    else if (!one_in(5))
      last = {i16(last.x + between(-9, 9)), i16(last.y + between(-9, 9))};
  }
  const auto stroke_width = width();
  made.value = stroke_op{stroke_width, colour(), made.points};
  return made;
}

random_ops::drawn random_ops::patch(unsigned w, unsigned h) {
  const auto wide = extent(std::min(w, 40u), 60), high = extent(std::min(h, 40u), 60);
  image made{wide, high};
  std::generate(made.pixels.begin(), made.pixels.end(), [this] { return colour(); });
  const auto x = unsigned_coordinate(w), y = unsigned_coordinate(h);
  return {patch_op{x, y, wide, high, {}}, {}, std::make_shared<const image>(std::move(made))};
}

random_ops::drawn random_ops::next(unsigned w, unsigned h) {
  // Braces fix the order in which the numbers are taken.
  switch (between(0, 8)) {
  case 0:
    return {pixel_op{unsigned_coordinate(w), unsigned_coordinate(h), colour()}, {}, {}};
  case 1:
    return {rect_op{unsigned_coordinate(w), unsigned_coordinate(h), extent(w, 65'535), extent(h, 65'535), colour()},
            {},
            {}};
  case 2:
  case 3: {
    const point from{any_point(w, h)};
    return {line_op{from, one_in(12) ? from : any_point(w, h), width(), colour()}, {}, {}};
  }
  case 4:
    return {ellipse_op{any_point(w, h), extent(w, 8'191), extent(h, 8'191), colour()}, {}, {}};
  case 5:
  case 6:
    return stroke(w, h);
  case 7:
    return {fill_op{unsigned_coordinate(w), unsigned_coordinate(h), colour()}, {}, {}};
  default:
    return patch(w, h);
  }
}

image random_ops::picture(std::uint16_t w, std::uint16_t h) {
  constexpr std::array<rgba, 3> colours{white, rgba{0, 0, 0}, rgba{200, 30, 40}};
  image made{w, h};
  const auto blotch = between(1, 4), kinds = between(1, 3);
  for (unsigned y = 0; y < h; ++y)
    for (unsigned x = 0; x < w; ++x) {
      const auto left = x % blotch == 0 ? x : x - 1, above = y % blotch == 0 ? y : y - 1;
      made.at(x, y) = left == x && above == y ? colours[between(0, kinds - 1)] : made.at(left, above);
    }
  return made;
}

} // namespace atelier
