#include "engine/games/moments.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace std::chrono_literals;

TEST_CASE("a moment is the same after it was stored") {
  const auto at = whole_milliseconds(wall_time{} + 1234567891ns);
  CHECK(at == wall_time{} + 1234ms);
  CHECK(restored_moment(json::parse(stored_moment(at).dump())) == at);
  CHECK(stored_moment(std::nullopt).is_null());
  CHECK_FALSE(restored_moment(nullptr));
  CHECK(shown_moment(std::nullopt).is_null());
}
