#include "engine/pictures/capsule.hpp"
#include "tests/engine/pictures/reference_rasterizer.hpp"

#include <doctest/doctest.h>

namespace atelier {

namespace {

/// Whether the contract's predicate covers P, asked by moving P to the only pixel of a picture.
bool defined_to_cover(const line_op& line, int x, int y) {
  const auto moved = [&](point p) {
    return point{static_cast<std::int16_t>(p.x - x), static_cast<std::int16_t>(p.y - y)};
  };
  image pixel{1, 1};
  return draw_by_definition(pixel, line_op{moved(line.from), moved(line.to), line.width, {}}) == 1;
}

void check_rows(const line_op& line) {
  const capsule shape{line.from, line.to, line.width};
  const auto [columns, rows] = shape.bounds();
  for (int y = rows.begin - 1; y <= rows.end; ++y) {
    const auto found = shape.row(y);
    CAPTURE(y);
    CHECK(found.size() <= shape.row_pixels_max());
    for (int x = columns.begin - 1; x <= columns.end; ++x)
      REQUIRE((found.begin <= x && x < found.end) == defined_to_cover(line, x, y));
  }
}

} // namespace

TEST_CASE("every row of a short line is the interval that the contract's predicate covers") {
  for (int dx = -7; dx <= 7; ++dx)
    for (int dy = -7; dy <= 7; ++dy)
      for (const int width : {1, 2, 3, 4, 5, 8, 9}) {
        CAPTURE(dx);
        CAPTURE(dy);
        CAPTURE(width);
        check_rows({{3, -2},
                    {static_cast<std::int16_t>(3 + dx), static_cast<std::int16_t>(-2 + dy)},
                    static_cast<std::uint8_t>(width),
                    {}});
      }
}

TEST_CASE("the ends of a row are exact for lines as long as coordinates allow") {
  const point corners[] = {{-32'768, -32'768}, {32'767, 32'767}, {32'767, -32'768}, {-32'768, 32'767},
                           {-32'768, 0},       {32'767, 1},      {0, 32'767},       {1, -32'768}};
  for (const auto from : corners)
    for (const auto to : corners)
      for (const int width : {1, 2, 254, 255}) {
        const line_op line{from, to, static_cast<std::uint8_t>(width), {}};
        const capsule shape{from, to, line.width};
        const auto rows = shape.bounds().rows;
        for (int y = std::max(rows.begin, -16'000); y < std::min(rows.end, 16'000); y += 3'001) {
          const auto found = shape.row(y);
          if (found.empty())
            continue;
          CAPTURE(y);
          // The reference moves coordinates, which must stay within 16 bits: look only where they do.
          const auto fits = [&](int x) {
            const auto within = [](int value) {
              return -32'768 <= value && value <= 32'767;
            };
            return within(from.x - x) && within(to.x - x) && within(from.y - y) && within(to.y - y);
          };
          for (const int x : {found.begin - 1, found.begin, found.end - 1, found.end})
            if (fits(x))
              REQUIRE((found.begin <= x && x < found.end) == defined_to_cover(line, x, y));
        }
      }
}

TEST_CASE("a line of width 1 has no gaps: every row and column between its ends has a pixel") {
  for (const point to : {point{200, 13}, point{-13, 200}, point{150, 149}, point{-200, -3}, point{5, -199}}) {
    const capsule shape{{0, 0}, to, 1};
    const auto steep = std::abs(to.y) > std::abs(to.x);
    const auto [columns, rows] = shape.bounds();
    interval all;
    for (int y = rows.begin; y < rows.end; ++y) {
      const auto row = shape.row(y);
      CHECK_FALSE(row.empty());
      if (!steep && !all.empty())
        CHECK((row.begin <= all.end && row.end >= all.begin));
      all = all | row;
    }
    CHECK(all.size() == columns.size());
  }
}

} // namespace atelier
