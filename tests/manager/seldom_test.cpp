#include "manager/seldom.hpp"

#include <doctest/doctest.h>

using atelier::seldom;

TEST_CASE("what happens often is told at once, then once in a while with how often") {
  constexpr seldom::time_point start{std::chrono::hours{1}};
  seldom lines;
  CHECK(lines.happened(start) == 1);
  CHECK_FALSE(lines.happened(start));
  CHECK_FALSE(lines.happened(start + seldom::pause / 2));
  CHECK(lines.happened(start + seldom::pause) == 3);
  CHECK_FALSE(lines.happened(start + seldom::pause * 3 / 2));
  CHECK(lines.happened(start + seldom::pause * 5) == 2);
}
