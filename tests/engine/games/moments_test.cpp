#include "engine/games/moments.hpp"
#include "protocol/server_messages.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace std::chrono_literals;

TEST_CASE("a time that people are shown is read back") {
  const wall_time at{std::chrono::milliseconds{1'795'209'243'120}};
  CHECK(from_iso8601(to_iso8601(at)) == at);
  CHECK(to_iso8601(at) == "2026-11-20T21:14:03.120Z");
  CHECK(from_iso8601("2026-11-20T21:14:03Z") == at - 120ms);
  CHECK(from_iso8601("2028-02-29T00:00:00Z"));
  CHECK(from_iso8601("1970-01-01T00:00:00.000Z") == wall_time{});
}

TEST_CASE("what is no time in UTC is not read") {
  for (const auto* text :
       {"", "2026", "2026-11-20", "2026-11-20T21:14Z", "2026-11-20T21:14:03", "2026-11-20 21:14:03Z",
        "2026-11-20T21:14:03+01:00", "2026-13-20T21:14:03Z", "2026-02-29T21:14:03Z", "2026-11-20T24:00:00Z",
        "2026-11-20T21:60:00Z", "2026-11-20T21:14:60Z", "2026-11-20T21:14:03.1Z", "2026-11-20T21:14:03.120Z ",
        "1969-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "2026-11-2xT21:14:03Z"}) {
    CAPTURE(text);
    CHECK_FALSE(from_iso8601(text));
  }
}

TEST_CASE("a moment is the same after it was stored") {
  const auto at = whole_milliseconds(wall_time{} + 1234567891ns);
  CHECK(at == wall_time{} + 1234ms);
  CHECK(restored_moment(json::parse(stored_moment(at).dump())) == at);
  CHECK(stored_moment(std::nullopt).is_null());
  CHECK_FALSE(restored_moment(nullptr));
  CHECK(shown_moment(std::nullopt).is_null());
}
