#include "client/cli/image_ops.hpp"

#include "client/backoff.hpp"
#include "client/cli/progress.hpp"

#include <doctest/doctest.h>
#include <set>

namespace atelier::cli {

using namespace std::chrono_literals;

TEST_CASE("every pixel of the chosen rows becomes one op in its place") {
  image source{3, 4};
  for (unsigned i = 0; i < 12; ++i)
    source.pixels[i] = {static_cast<std::uint8_t>(i), 0, 0, static_cast<std::uint8_t>(100 + i)};
  image_ops ops{source, {1, 3}, 10, 20};
  CHECK(ops.size() == 6);
  for (unsigned row = 1; row < 3; ++row)
    for (unsigned column = 0; column < 3; ++column) {
      REQUIRE_FALSE(ops.done());
      const auto op = ops.next();
      CHECK(op.x == 10 + column);
      CHECK(op.y == 20 + row);
      CHECK(op.colour == source.at(column, row));
    }
  CHECK(ops.done());
}

TEST_CASE("rows are given by first and end, either of which may be left out") {
  CHECK(parse_rows("2:5", 10).value() == row_range{2, 5});
  CHECK(parse_rows(":5", 10).value() == row_range{0, 5});
  CHECK(parse_rows("2:", 10).value() == row_range{2, 10});
  for (const auto* wrong : {"", "2", "5:5", "6:5", "0:11", "a:b", "-1:3"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_rows(wrong, 10));
  }
}

TEST_CASE("strips share an image without gap or overlap") {
  for (const std::uint32_t height : {1u, 7u, 100u, 65'535u})
    for (std::uint32_t count = 1; count <= std::min(height, 9u); ++count) {
      std::uint32_t at = 0;
      for (std::uint32_t i = 1; i <= count; ++i) {
        const auto strip = parse_strip(std::to_string(i) + "/" + std::to_string(count), height);
        REQUIRE(strip);
        CHECK(strip->first == at);
        CHECK(strip->end - strip->first - height / count <= 1);
        at = strip->end;
      }
      CHECK(at == height);
    }
  for (const auto* wrong : {"", "1", "0/2", "3/2", "1/0", "x/2", "1/11"})
    CHECK_FALSE(parse_strip(wrong, 10));
}

TEST_CASE("a place is two numbers") {
  CHECK(parse_place("3,40").value() == std::pair{3u, 40u});
  for (const auto* wrong : {"", "3", "3,", ",3", "3,-4", "3,4,5", "3;4"})
    CHECK_FALSE(parse_place(wrong));
}

TEST_CASE("progress shows part, rate of this run, and the time that is left") {
  CHECK(to_line({500, 1000, 0, 2s}, "pixels", 10) == "[#####.....] 50 %  500 of 1,000 pixels  250/s  2 s left");
  CHECK(to_line({1000, 1000, 0, 2s}, "pixels", 0) == "100 %  1,000 of 1,000 pixels  500/s");
  CHECK(to_line({600, 1000, 500, 1s}, "pixels", 0) == "60 %  600 of 1,000 pixels  100/s  4 s left");
  CHECK(to_line({0, 1000, 0, 0s}, "pixels", 0) == "0 %  0 of 1,000 pixels");
  CHECK(to_line({0, 0, 0, 0s}, "pixels", 0) == "100 %  0 of 0 pixels");
}

TEST_CASE("durations and large numbers are written for people") {
  CHECK(duration_words(59s) == "59 s");
  CHECK(duration_words(200s) == "3 min 20 s");
  CHECK(duration_words(2h + 5min + 59s) == "2 h 5 min");
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1'234'567) == "1,234,567");
}

TEST_CASE("waits between tries double up to a bound and begin anew after a success") {
  client::backoff waits{100ms, 1'000ms};
  CHECK(waits.next(1) == 100ms);
  CHECK(waits.next(0) == 100ms);
  CHECK(waits.next(1) == 400ms);
  CHECK(waits.next(1) == 800ms);
  CHECK(waits.next(1) == 1'000ms);
  CHECK(waits.next(0.5) == 750ms);
  waits.reset();
  CHECK(waits.next(0) == 50ms);
}

} // namespace atelier::cli
