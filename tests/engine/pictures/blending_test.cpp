#include "engine/pictures/blending.hpp"
#include "tests/engine/pictures/reference_rasterizer.hpp"

#include <doctest/doctest.h>
#include <vector>

namespace atelier {

TEST_CASE("the quick division by 255 is exact for every sum that blending can make") {
  for (std::uint32_t x = 0; x <= 65'534; ++x)
    REQUIRE(divide_by_255(x) == x / 255);
}

TEST_CASE("one pixel is blended as the contract says, for every source, alpha and picture value") {
  for (unsigned alpha = 0; alpha < 256; ++alpha)
    for (unsigned source = 0; source < 256; ++source) {
      const auto a = static_cast<std::uint8_t>(alpha), s = static_cast<std::uint8_t>(source);
      const rgba colour{s, static_cast<std::uint8_t>(255 - s), static_cast<std::uint8_t>(s ^ 0x55), a};
      const ink ready{colour};
      for (unsigned below = 0; below < 256; below += 1 + below % 3) {
        const auto d = static_cast<std::uint8_t>(below);
        const rgba pixel{d, d, static_cast<std::uint8_t>(255 - d), 255};
        REQUIRE(ready.over(pixel) == blend_by_definition(colour, pixel));
      }
    }
}

TEST_CASE("a row of any length is blended as its pixels are, and no pixel beside it") {
  for (const std::uint8_t alpha : std::initializer_list<std::uint8_t>{0, 1, 2, 100, 127, 128, 200, 254, 255})
    for (std::size_t length = 0; length <= 70; ++length) {
      const ink ready{{250, 3, 77, alpha}};
      std::vector<rgba> row(length + 2);
      for (std::size_t i = 0; i < row.size(); ++i)
        row[i] = {static_cast<std::uint8_t>(i * 7), static_cast<std::uint8_t>(255 - i), static_cast<std::uint8_t>(i),
                  255};
      auto expected = row;
      for (std::size_t i = 1; i <= length; ++i)
        expected[i] = ready.over(row[i]);
      ready.lay_over(std::span{row}.subspan(1, length));
      REQUIRE(row == expected);
    }
}

} // namespace atelier
