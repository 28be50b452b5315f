#include "engine/pictures/raster_job.hpp"
#include "tests/engine/pictures/reference_rasterizer.hpp"

#include <doctest/doctest.h>
#include <string>

namespace atelier {

namespace {

constexpr rgba red{255, 0, 0};
constexpr rgba half_black{0, 0, 0, 128};

bytes points(std::initializer_list<point> list) {
  bytes made;
  for (const auto [x, y] : list) {
    store_le(made, x);
    store_le(made, y);
  }
  return made;
}

void check_outside(const op& what) {
  raster picture{100, 50};
  const auto drawn = draw(picture, what);
  REQUIRE_FALSE(drawn);
  CHECK(drawn.error().code == errc::out_of_bounds);
  CHECK(drawn.error().message.find("100 × 50") != std::string::npos);
  CHECK(to_image(*picture.view()) == image{100, 50});
}

} // namespace

TEST_CASE("an op that covers nothing is out of bounds, says the picture's size and changes nothing") {
  check_outside(pixel_op{100, 0, red});
  check_outside(rect_op{0, 50, 10, 10, red});
  check_outside(line_op{{-10, -10}, {-10, 60}, 5, red});
  check_outside(ellipse_op{{110, 60}, 10, 10, red});
  check_outside(fill_op{0, 50, red});
  const auto raw = points({{-30, 0}, {-20, 10}, {-30, 20}});
  check_outside(stroke_op{9, red, raw});
}

TEST_CASE("a line whose box touches the picture but none of whose pixels does is out of bounds in the end") {
  const line_op diagonal{{-10, 5}, {5, -10}, 1, red};
  raster picture{100, 50};
  auto job = raster_job::start(diagonal, picture);
  REQUIRE(job);
  while (!job->done())
    job->step(picture, 1);
  CHECK(job->covered() == 0);
  check_outside(diagonal);
}

TEST_CASE("what the wire can carry but the contract forbids covers nothing and does no harm") {
  check_outside(rect_op{1, 1, 0, 5, red});
  check_outside(line_op{{1, 1}, {9, 9}, 0, red});
  check_outside(ellipse_op{{5, 5}, 0, 5, red});
  check_outside(ellipse_op{{5, 5}, 5, 0, red});
  check_outside(stroke_op{3, red, {}});
}

TEST_CASE("a patch without an image or with another size is bad data") {
  raster picture{100, 50};
  for (const auto& patch : {shared_image{}, std::make_shared<const image>(image{3, 4})}) {
    const auto drawn = draw(picture, patch_op{0, 0, 4, 4, {}}, patch);
    REQUIRE_FALSE(drawn);
    CHECK(drawn.error().code == errc::bad_data);
    CHECK(drawn.error().message.find("4 × 4") != std::string::npos);
  }
  CHECK(to_image(*picture.view()) == image{100, 50});
}

TEST_CASE("a transparent stroke that crosses itself lays every pixel once") {
  raster picture{100, 50};
  const auto raw = points({{10, 10}, {40, 40}, {40, 10}, {10, 40}, {10, 10}, {40, 40}});
  REQUIRE(draw(picture, stroke_op{7, half_black, raw}));
  const auto once = blend_by_definition(half_black, white);
  for (unsigned y = 0; y < 50; ++y)
    for (unsigned x = 0; x < 100; ++x)
      CHECK((picture.at(x, y) == white || picture.at(x, y) == once));
}

TEST_CASE("the cost of a plain op is what it covers of the picture") {
  raster picture{1'000, 1'000};
  const auto cost = [&](const op& what) {
    return raster_job::start(what, picture)->cost();
  };
  CHECK(cost(pixel_op{3, 3, red}) == 1);
  CHECK(cost(rect_op{990, 0, 65'535, 65'535, red}) == 10 * 1'000);
  CHECK(cost(fill_op{3, 3, red}) == 1);
  CHECK(cost(ellipse_op{{500, 500}, 8'000, 8'000, red}) == 1'000 * 1'000);
}

TEST_CASE("a stroke that crosses a large picture tens of thousands of times says so before any work") {
  raster picture{4'096, 4'096};
  bytes raw;
  constexpr std::uint64_t count = 65'000;
  for (std::uint64_t i = 0; i < count; ++i) {
    store_le<std::int16_t>(raw, 2'000);
    store_le<std::int16_t>(raw, i % 2 == 0 ? -100 : 5'000);
  }
  const auto job = raster_job::start(stroke_op{1, red, raw}, picture);
  REQUIRE(job);
  CHECK(job->cost() >= (count - 1) * 4'096);
}

TEST_CASE("no step goes far beyond what it was allowed to spend") {
  raster picture{2'000, 2'000};
  bytes raw;
  for (int i = 0; i < 500; ++i) {
    store_le(raw, static_cast<std::int16_t>(i * 7919 % 2'100 - 50));
    store_le(raw, static_cast<std::int16_t>(i * 104'729 % 2'100 - 50));
  }
  const op ops[] = {rect_op{0, 0, 2'000, 2'000, half_black}, ellipse_op{{900, 900}, 1'500, 700, half_black},
                    line_op{{0, 0}, {1'999, 1'500}, 255, half_black}, stroke_op{9, half_black, raw}};
  for (const auto& what : ops) {
    auto job = raster_job::start(what, picture);
    REQUIRE(job);
    while (!job->done())
      CHECK(job->step(picture, 10'000) < 10'000 + 2'100);
    CHECK(job->covered() > 0);
  }
}

TEST_CASE("picture coordinates beyond those of points are reached by ops that have them") {
  raster picture{65'535, 3};
  REQUIRE(draw(picture, rect_op{60'000, 1, 65'535, 1, red}));
  CHECK(picture.at(65'534, 1) == red);
  CHECK(picture.at(59'999, 1) == white);
  CHECK(*draw(picture, fill_op{65'534, 2, half_black}) == 65'535u * 3 - 5'535);
}

} // namespace atelier
