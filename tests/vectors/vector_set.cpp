#include "tests/vectors/vector_set.hpp"

#include "tests/vectors/patch_png.hpp"
#include "tests/vectors/vector_builder.hpp"

#include <limits>

namespace atelier {

namespace {

constexpr rgba black{0, 0, 0, 255};
constexpr rgba red{220, 20, 60, 255};
constexpr rgba green{0, 150, 80, 255};
constexpr rgba blue{30, 80, 220, 255};
constexpr rgba clear_red{220, 20, 60, 128};
constexpr rgba clear_blue{30, 80, 220, 77};
constexpr std::int16_t lowest = std::numeric_limits<std::int16_t>::min();
constexpr std::int16_t highest = std::numeric_limits<std::int16_t>::max();

std::int16_t i16(int value) {
  return static_cast<std::int16_t>(value);
}

rgba with_alpha(rgba colour, int alpha) {
  colour.a = static_cast<std::uint8_t>(alpha);
  return colour;
}

/// Alpha from invisible on the left to opaque on the right.
image fading(std::uint16_t width, std::uint16_t height) {
  image made{width, height};
  for (unsigned y = 0; y < height; ++y)
    for (unsigned x = 0; x < width; ++x)
      made.at(x, y) = {static_cast<std::uint8_t>(255 * y / height), 40, static_cast<std::uint8_t>(200 - 3 * x),
                       static_cast<std::uint8_t>(255 * x / (width - 1u))};
  return made;
}

test_vector pixels() {
  return vector_builder{"pixel", "Pixels at the corners and one upon another.", 16, 12}
      .pixel(0, 0, red)
      .pixel(15, 0, green)
      .pixel(0, 11, blue)
      .pixel(15, 11, black)
      .pixel(5, 5, black)
      .pixel(5, 5, clear_red)
      .pixel(5, 5, clear_red)
      .pixel(6, 5, with_alpha(black, 0))
      .take();
}

test_vector alphas() {
  vector_builder all{"alpha",
                     "Every alpha over white, over black and over a colour: (src*a + dst*(255-a) + 127) / 255, rounded "
                     "down, for each channel.",
                     128, 12};
  for (const int top : {0, 6})
    all.rect(0, top + 2, 128, 2, black).rect(0, top + 4, 128, 2, {17, 130, 201, 255});
  for (int alpha = 0; alpha < 256; ++alpha)
    all.rect(alpha % 128, alpha < 128 ? 0 : 6, 1, 6, with_alpha({10, 128, 251}, alpha));
  return all.take();
}

test_vector layers() {
  vector_builder all{"alpha-layers", "The same transparent colour laid again and again: each op rounds anew.", 40, 40};
  for (int i = 0; i < 20; ++i)
    all.rect(i, i, 40 - i, 40 - i, {200, 100, 0, 20});
  return all.take();
}

test_vector rects() {
  return vector_builder{"rect", "Rects of a pixel, a row, a column; clipped at the right and below.", 48, 40}
      .rect(2, 2, 1, 1, black)
      .rect(4, 2, 20, 1, red)
      .rect(2, 4, 1, 20, blue)
      .rect(6, 6, 12, 9, green)
      .rect(12, 10, 12, 9, clear_red)
      .rect(40, 5, 65'535, 4, red)
      .rect(5, 36, 4, 65'535, blue)
      .rect(47, 39, 65'535, 65'535, black)
      .rect(30, 20, 18, 20, clear_blue)
      .take();
}

test_vector order() {
  return vector_builder{"order", "Ops that overlap: each is laid on what the ones before it made.", 64, 64}
      .rect(4, 4, 40, 40, red)
      .ellipse({40, 40}, 20, 20, clear_blue)
      .line({0, 63}, {63, 0}, 9, with_alpha(green, 200))
      .fill(10, 10, with_alpha(black, 60))
      .stroke({{5, 60}, {30, 10}, {60, 60}}, 5, clear_red)
      .rect(28, 0, 8, 64, with_alpha(white, 180))
      .pixel(31, 31, black)
      .take();
}

test_vector line_widths() {
  vector_builder all{"line-width", "Lines of odd and even widths: level, upright, at 45 degrees, and in between.", 128,
                     128};
  int at = 6;
  for (const int width : {1, 2, 3, 4, 5, 8}) {
    all.line({5, i16(at)}, {28, i16(at)}, width, black)
        .line({i16(40 + at / 2), 5}, {i16(40 + at / 2), 28}, width, red)
        .line({i16(5 + at), 60}, {i16(25 + at), 80}, width, blue)
        .line({90, i16(at)}, {122, i16(at + 9)}, width, green)
        .line({i16(70 + at / 2), 60}, {i16(62 + at / 2), 110}, width, clear_red)
        .line({i16(20 + at / 2), 125}, {i16(10 + at / 2), 110}, width, clear_blue);
    at += 8 + width;
  }
  return all.take();
}

test_vector line_directions() {
  vector_builder all{"line-direction",
                     "Lines of width 1 from a middle to all sides, transparent, so that the middle "
                     "darkens; a line is the same from either end.",
                     64, 64};
  for (const int x : {2, 13, 29, 32, 41, 61})
    all.line({32, 32}, {i16(x), 2}, 1, with_alpha(black, 100)).line({i16(x), 61}, {32, 32}, 1, with_alpha(red, 100));
  for (const int y : {8, 20, 32, 33, 47})
    all.line({2, i16(y)}, {32, 32}, 1, with_alpha(blue, 100)).line({32, 32}, {61, i16(y)}, 1, with_alpha(green, 100));
  return all.take();
}

test_vector line_dots() {
  vector_builder all{"line-dot", "Lines of no length are dots: the pixels P with 4*|P-A|^2 <= w^2.", 128, 48};
  int x = 4;
  for (const int width : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}) {
    all.line({i16(x), 10}, {i16(x), 10}, width, black).line({i16(x), 30}, {i16(x + 1), 30}, width, clear_red);
    x += 11;
  }
  return all.take();
}

test_vector line_clipping() {
  return vector_builder{
      "line-clipping",
      "Lines that leave the picture on all sides, at the ends of what coordinates may be, and as wide "
      "as may be.",
      100, 80}
      .line({lowest, lowest}, {highest, highest}, 1, black)
      .line({lowest, highest}, {highest, lowest}, 3, clear_red)
      .line({lowest, 20}, {highest, 21}, 2, blue)
      .line({70, lowest}, {71, highest}, 2, green)
      .line({-5, -5}, {-5, 90}, 20, clear_blue)
      .line({50, 200}, {200, 60}, 255, with_alpha(black, 40))
      .line({lowest, -300}, {highest, 300}, 254, with_alpha(red, 30))
      .line({99, 79}, {99, 79}, 7, black)
      .line({104, 40}, {110, 50}, 11, red)
      .take();
}

test_vector ellipses() {
  return vector_builder{"ellipse", "Circles and ellipses, thin ones too, whole and clipped.", 128, 96}
      .ellipse({8, 8}, 1, 1, black)
      .ellipse({18, 8}, 2, 2, black)
      .ellipse({30, 8}, 3, 2, black)
      .ellipse({46, 10}, 8, 8, red)
      .ellipse({80, 10}, 20, 1, blue)
      .ellipse({110, 30}, 1, 25, blue)
      .ellipse({30, 50}, 25, 14, clear_red)
      .ellipse({42, 50}, 14, 25, clear_blue)
      .ellipse({0, 90}, 15, 9, green)
      .ellipse({127, 95}, 11, 22, green)
      .ellipse({90, 60}, 17, 17, with_alpha(black, 1))
      .ellipse({-20, -10}, 30, 20, clear_red)
      .take();
}

test_vector large_ellipses() {
  return vector_builder{"ellipse-large", "Ellipses of the largest radii, of which the picture shows a piece.", 64, 64}
      .ellipse({-8'170, 10}, 8'191, 8'191, clear_red)
      .ellipse({32, 8'200}, 8'191, 8'170, clear_blue)
      .ellipse({8'200, 20}, 8'180, 300, with_alpha(green, 128))
      .ellipse({32, 32}, 8'191, 1, black)
      .ellipse({20, 30}, 1, 8'191, black)
      .take();
}

test_vector strokes() {
  return vector_builder{
      "stroke", "Polylines with round joints; one point is a dot, the same point again changes nothing.", 96, 96}
      .stroke({{10, 10}}, 9, black)
      .stroke({{25, 10}, {25, 10}, {25, 10}}, 6, black)
      .stroke({{40, 10}, {60, 6}, {70, 20}, {90, 8}}, 1, red)
      .stroke({{10, 40}, {30, 25}, {50, 40}, {30, 55}}, 8, blue)
      .stroke({{60, 30}, {85, 30}, {62, 34}, {85, 60}}, 5, green)
      .stroke({{5, 90}, {20, 70}, {35, 90}, {50, 70}, {65, 90}, {80, 70}}, 2, black)
      .take();
}

test_vector crossing_strokes() {
  return vector_builder{
      "stroke-crossing",
      "Transparent strokes that cross and cover themselves: each pixel is laid over once for each op.", 96, 96}
      .stroke({{10, 10}, {80, 80}, {80, 10}, {10, 80}}, 11, clear_red)
      .stroke({{48, 5}, {48, 90}, {48, 5}, {48, 90}}, 6, clear_blue)
      .stroke({{5, 48}, {90, 48}, {90, 50}, {5, 50}, {5, 52}, {90, 52}}, 3, with_alpha(black, 90))
      .take();
}

test_vector clipped_strokes() {
  return vector_builder{"stroke-clipping", "Strokes with points far outside.", 64, 64}
      .stroke({{-30, 32}, {32, -30}, {94, 32}, {32, 94}, {-30, 32}}, 30, clear_red)
      .stroke({{lowest, lowest}, {32, 32}, {highest, lowest}, {32, 40}, {lowest, highest}}, 4, clear_blue)
      .stroke({{-500, -500}, {-400, -500}, {10, 60}}, 3, green)
      .stroke({{0, 0}, {0, 63}, {63, 63}, {63, 0}, {0, 0}}, 2, black)
      .take();
}

test_vector fills() {
  return vector_builder{"fill", "Areas with holes and narrow ways; the same colour again; a transparent fill.", 96, 80}
      .stroke({{20, 20}, {70, 15}, {75, 60}, {15, 65}, {20, 20}}, 1, black)
      .ellipse({45, 40}, 12, 12, red)
      .ellipse({45, 40}, 6, 6, white)
      .fill(25, 25, clear_blue)
      .fill(45, 40, green)
      .fill(0, 0, with_alpha(black, 30))
      .fill(0, 0, with_alpha(black, 0))
      .fill(40, 31, red)
      .take();
}

test_vector diagonal_fills() {
  vector_builder all{"fill-diagonal",
                     "A wall that is closed but for its corners: a fill goes on to the four neighbours and never "
                     "across a corner.",
                     72, 72};
  for (int i = 0; i < 72; ++i)
    all.pixel(i, 71 - i, black);
  for (int i = 10; i < 20; ++i)
    all.pixel(i, 10 + i % 2, black);
  return all.fill(0, 0, clear_red).fill(71, 71, clear_blue).fill(71, 0, green).take();
}

test_vector maze_fill() {
  vector_builder all{"fill-maze", "One winding corridor, which crosses the 64th row and column again and again.", 128,
                     70};
  for (int x = 1; x < 127; x += 2)
    all.rect(x, x % 4 == 1 ? 0 : 1, 1, 69, black);
  return all.fill(0, 0, red).fill(0, 69, clear_blue).take();
}

test_vector near_colour_fill() {
  return vector_builder{"fill-exact", "Only exactly the same colour belongs to the area, one step beside it does not.",
                        40, 30}
      .rect(10, 0, 10, 30, {255, 255, 254, 255})
      .rect(20, 0, 10, 30, {255, 254, 255, 255})
      .rect(30, 0, 10, 30, {254, 255, 255, 255})
      .fill(5, 5, clear_red)
      .fill(15, 5, clear_blue)
      .fill(35, 5, with_alpha(white, 128))
      .fill(25, 5, {0, 0, 0, 1})
      .take();
}

test_vector patches() {
  const auto rgb = patch_png(fading(20, 15), {.alpha = false});
  const auto alpha = patch_png(fading(30, 20));
  const auto gamma = patch_png(fading(20, 15), {.gamma = 100'000});
  const image dot{1, 1, {9, 90, 200, 128}};
  return vector_builder{"patch",
                        "Images laid on the picture: RGB, RGBA with every pixel's own alpha, clipped, and one "
                        "with a gAMA chunk, which is ignored.",
                        96, 64}
      .rect(0, 30, 96, 8, black)
      .patch(3, 3, 20, 15, rgb, "RGB")
      .patch(30, 22, 30, 20, alpha, "RGBA")
      .patch(66, 25, 20, 15, gamma, "RGBA with gamma 1.0")
      .patch(80, 55, 30, 20, alpha, "RGBA, clipped at the right and below")
      .patch(0, 63, 1, 1, patch_png(dot), "one pixel, RGBA")
      .take();
}

test_vector refused() {
  const image four{4, 4, red};
  const auto png = patch_png(four);
  auto damaged = png;
  damaged[damaged.size() / 2] ^= std::byte{1};
  const auto cut = byte_view{png}.first(png.size() / 2);
  return vector_builder{"refused", "Ops that are refused between two that are not; they change nothing.", 32, 24}
      .rect(4, 4, 20, 10, clear_blue)
      .pixel(32, 0, red)
      .pixel(0, 24, red)
      .rect(32, 5, 10, 10, red)
      .rect(5, 24, 10, 10, red)
      .rect(5, 5, 0, 3, red)
      .rect(5, 5, 3, 0, red)
      .rect(50, 50, 0, 0, red)
      .line({5, 5}, {20, 20}, 0, red)
      .line({-2, 5}, {-2, 15}, 3, red)
      .line({-6, 4}, {4, -6}, 2, red)
      .ellipse({10, 10}, 0, 5, red)
      .ellipse({10, 10}, 5, 0, red)
      .ellipse({10, 10}, 8'192, 5, red)
      .ellipse({10, 10}, 5, 8'192, red)
      .ellipse({-6, 12}, 5, 30, red)
      .ellipse({-4, -4}, 5, 5, red)
      .stroke({}, 3, red)
      .stroke({{5, 5}, {9, 9}}, 0, red)
      .stroke({{40, 0}, {40, 20}, {60, 20}}, 9, red)
      .fill(32, 0, red)
      .fill(0, 24, red)
      .patch(5, 5, 0, 4, png, "of no width")
      .patch(5, 5, 4, 5, png, "whose PNG is 4 x 4")
      .patch(5, 5, 257, 1, patch_png(image{257, 1, red}), "that is too wide")
      .patch(5, 5, 4, 4, {}, "without a PNG")
      .patch(5, 5, 4, 4, cut, "whose PNG is cut off")
      .patch(5, 5, 4, 4, damaged, "whose PNG has a wrong checksum")
      .patch(5, 5, 4, 4, patch_png(four, {.bits = 16}), "whose PNG says 16 bits")
      .patch(5, 5, 4, 4, patch_png(four, {.interlacing = 1}), "whose PNG is interlaced")
      .patch(32, 5, 4, 4, png, "outside")
      .rect(8, 8, 20, 10, clear_red)
      .take();
}

test_vector smallest() {
  return vector_builder{"smallest", "A picture of one pixel, which every kind of op covers.", 1, 1}
      .pixel(0, 0, {200, 200, 200, 255})
      .rect(0, 0, 65'535, 65'535, {0, 0, 255, 10})
      .line({lowest, 0}, {highest, 0}, 1, {0, 255, 0, 10})
      .ellipse({-8'191, 0}, 8'191, 1, {255, 0, 0, 10})
      .stroke({{-3, -3}, {3, 3}, {-3, 3}, {3, -3}}, 1, {0, 0, 0, 10})
      .fill(0, 0, {255, 255, 0, 10})
      .patch(0, 0, 3, 2, patch_png(image{3, 2, {1, 2, 3, 10}}), "RGBA, clipped")
      .take();
}

} // namespace

std::vector<test_vector> all_vectors() {
  return {pixels(),         alphas(),          layers(),           rects(),           order(),
          line_widths(),    line_directions(), line_dots(),        line_clipping(),   ellipses(),
          large_ellipses(), strokes(),         crossing_strokes(), clipped_strokes(), fills(),
          diagonal_fills(), maze_fill(),       near_colour_fill(), patches(),         refused(),
          smallest()};
}

} // namespace atelier
