#include "engine/pictures/raster_job.hpp"
#include "tests/engine/pictures/reference_rasterizer.hpp"

#include <doctest/doctest.h>

namespace atelier {

namespace {

constexpr rgba black{0, 0, 0};
constexpr rgba red{255, 0, 0};

/// Fills with the smallest steps, and compares with the definition.
void check_fill(const image& start, fill_op what) {
  auto expected = start;
  const auto covered = draw_by_definition(expected, what);
  raster picture{start};
  auto job = raster_job::start(what, picture);
  REQUIRE(job);
  while (!job->done())
    job->step(picture, 1);
  CHECK(job->covered() == covered);
  CHECK(to_image(*picture.view()) == expected);
}

} // namespace

TEST_CASE("a fill goes through a corridor that winds through many tiles again and again") {
  for (const bool upright : {false, true}) {
    image maze{300, 260};
    for (unsigned y = 0; y < maze.height; ++y)
      for (unsigned x = 0; x < maze.width; ++x) {
        const auto across = upright ? x : y, along = upright ? y : x;
        const auto length = upright ? maze.height : maze.width;
        const auto gap = across % 4 == 1 ? 0u : length - 1u;
        if (across % 2 == 1 && along != gap)
          maze.at(x, y) = black;
      }
    check_fill(maze, {0, 0, red});
  }
}

TEST_CASE("a fill follows a spiral to its middle") {
  image spiral{150, 150, black};
  int x = 0, y = 0, dx = 1, dy = 0;
  int left = 149, shorter = 0;
  while (left > 0) {
    for (int i = 0; i < left; ++i, x += dx, y += dy)
      spiral.at(x, y) = white;
    std::tie(dx, dy) = std::pair{-dy, dx};
    if (++shorter % 2 == 1 && shorter > 1)
      left -= 2;
  }
  check_fill(spiral, {0, 0, red});
}

TEST_CASE("a fill does not slip through a gap that is only diagonal") {
  image two{130, 130};
  for (unsigned i = 0; i < 130; ++i)
    two.at(i, 129 - i) = black;
  check_fill(two, {0, 0, red});
  raster picture{two};
  REQUIRE(draw(picture, fill_op{0, 0, red}));
  CHECK(picture.at(0, 0) == red);
  CHECK(picture.at(129, 129) == white);
}

TEST_CASE("a fill of a chessboard covers one pixel") {
  image board{128, 128};
  for (unsigned y = 0; y < board.height; ++y)
    for (unsigned x = 0; x < board.width; ++x)
      if ((x + y) % 2 == 1)
        board.at(x, y) = black;
  check_fill(board, {64, 64, red});
}

TEST_CASE("a fill that leaves the colour as it is ends at once") {
  raster picture{4'096, 4'096};
  for (const rgba colour : {white, rgba{0, 0, 0, 0}, rgba{254, 254, 254, 1}}) {
    const auto job = raster_job::start(fill_op{5, 5, colour}, picture);
    REQUIRE(job);
    CHECK(job->done());
    CHECK(job->covered() == 1);
  }
}

TEST_CASE("a fill of the largest picture is worked off in slices of about the size that was asked for") {
  raster picture{4'096, 4'096};
  auto job = raster_job::start(fill_op{2'000, 77, red}, picture);
  REQUIRE(job);
  std::uint64_t spent = 0;
  while (!job->done()) {
    const auto step = job->step(picture, 100'000);
    CHECK(step < 110'000);
    spent += step;
  }
  CHECK(job->covered() == 4'096 * 4'096);
  CHECK(spent < 2 * job->covered());
  CHECK(picture.at(0, 4'095) == red);
}

} // namespace atelier
