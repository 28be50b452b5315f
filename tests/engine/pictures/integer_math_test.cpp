#include "engine/pictures/integer_math.hpp"

#include <doctest/doctest.h>
#include <initializer_list>

namespace atelier {

TEST_CASE("the root of a number beside a square is exact up to 2^53") {
  constexpr std::int64_t largest = 94'906'265;
  static_assert(largest * largest < std::int64_t{1} << 53);
  for (std::int64_t step = 1, root = 1; root <= largest; root += step, step += step / 1'000 + 1) {
    REQUIRE(integer_sqrt(root * root) == root);
    REQUIRE(integer_sqrt(root * root - 1) == root - 1);
    REQUIRE(integer_sqrt(root * root + 1) == root);
  }
  for (std::int64_t root = largest - 2'000; root <= largest; ++root)
    REQUIRE(integer_sqrt(root * root - 1) == root - 1);
  // Radii of 8191 ask for this one.
  REQUIRE(integer_sqrt(8'191ll * 8'191 * 8'191 * 8'191 - 1) == 8'191 * 8'191 - 1);
  CHECK(integer_sqrt(0) == 0);
}

TEST_CASE("quotients beside a whole number are rounded down and up exactly, of either sign") {
  for (const std::int64_t divisor : {1, 2, 3, 7, 49, 255, 4'095, 32'768, 65'521, 65'534, 65'535}) {
    const exact_divisor by{divisor};
    for (const std::int64_t quotient :
         {0ll, 1ll, 2ll, 3ll, 65'535ll, 1'000'003ll, 8'589'672'450ll / divisor, (1ll << 44) / divisor})
      for (const std::int64_t sign : {1, -1}) {
        const auto exact = sign * quotient * divisor;
        CHECK(by.floor(exact) == sign * quotient);
        CHECK(by.ceil(exact) == sign * quotient);
        if (divisor > 1) {
          CHECK(by.floor(exact - 1) == sign * quotient - 1);
          CHECK(by.ceil(exact - 1) == sign * quotient);
          CHECK(by.floor(exact + 1) == sign * quotient);
          CHECK(by.ceil(exact + 1) == sign * quotient + 1);
        }
      }
  }
}

} // namespace atelier
