#include "engine/pictures/raster_job.hpp"
#include "tests/engine/pictures/random_ops.hpp"
#include "tests/engine/pictures/reference_rasterizer.hpp"

#include <cstdlib>
#include <doctest/doctest.h>
#include <string>

namespace atelier {

namespace {

std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::stoull(text) : otherwise;
}

/// Where two images differ, for a message; empty where they do not.
std::string difference(const image& is, const image& should) {
  for (unsigned y = 0; y < should.height; ++y)
    for (unsigned x = 0; x < should.width; ++x)
      if (is.at(x, y) != should.at(x, y))
        return "pixel (" + std::to_string(x) + ", " + std::to_string(y) + ")";
  return "";
}

/// Draws in steps of the sizes that `slice` gives.
template <class Slice>
std::uint64_t draw_in_slices(raster& on, const random_ops::drawn& what, Slice slice) {
  auto job = raster_job::start(what.value, on, what.patch);
  if (!job) {
    CHECK(job.error().code == errc::out_of_bounds);
    return 0;
  }
  std::uint64_t spent = 0;
  while (!job->done()) {
    const auto step = job->step(on, slice());
    REQUIRE(step > 0);
    spent += step;
  }
  if (!std::holds_alternative<fill_op>(what.value)) {
    CHECK(spent >= job->covered());
    CHECK(spent <= job->cost());
  }
  return job->covered();
}

struct remembered {
  shared_view view;
  image as_it_was;
};

void compare_both(std::uint64_t seed) {
  CAPTURE(seed);
  random_ops random{seed};
  const auto side = [&] {
    return static_cast<std::uint16_t>(random.between(0, 9) == 0 ? 1 : random.between(1, 140));
  };
  const auto width = side(), height = side();
  const auto start = random.between(0, 1) == 0 ? random.picture(width, height) : image{width, height};
  auto expected = start;
  raster at_once{start}, in_slices{start};
  std::vector<remembered> views;
  for (int i = 0; i < 24; ++i) {
    const auto what = random.next(width, height);
    CAPTURE(i);
    CAPTURE(what.value.index());
    CAPTURE(width);
    CAPTURE(height);
    const auto covered = draw_by_definition(expected, what.value, what.patch.get());
    const auto drawn = draw(at_once, what.value, what.patch);
    const auto slices_drawn =
        draw_in_slices(in_slices, what, [&] { return static_cast<std::uint64_t>(random.between(1, 5'000)); });
    if (drawn)
      CHECK(*drawn == slices_drawn);
    else
      CHECK(drawn.error().code == errc::out_of_bounds);
    // A fill that changes nothing need not look for all of its area.
    if (std::holds_alternative<fill_op>(what.value))
      REQUIRE((slices_drawn == 0) == (covered == 0));
    else
      REQUIRE(slices_drawn == covered);
    REQUIRE(difference(to_image(*at_once.view()), expected) == "");
    auto view = in_slices.view();
    REQUIRE(difference(to_image(*view), expected) == "");
    if (random.between(0, 3) == 0)
      views.push_back({std::move(view), expected});
  }
  for (const auto& [view, as_it_was] : views)
    CHECK(difference(to_image(*view), as_it_was) == "");
}

} // namespace

// ATELIER_SEEDS says how many, ATELIER_SEED where to start: a failure is replayed with ATELIER_SEED=<n>
// ATELIER_SEEDS=1.
TEST_CASE("any ops in any slices make the picture that the contract's definitions make") {
  const auto first = number_from_environment("ATELIER_SEED", 1);
  const auto count = number_from_environment("ATELIER_SEEDS", 400);
  for (auto seed = first; seed < first + count; ++seed)
    compare_both(seed);
}

} // namespace atelier
