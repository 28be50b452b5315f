#include "protocol/iso8601.hpp"
#include "protocol/server_messages.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace std::chrono_literals;

TEST_CASE("a time that people are shown is read back") {
  const std::chrono::system_clock::time_point at{std::chrono::milliseconds{1'795'209'243'120}};
  CHECK(from_iso8601(to_iso8601(at)) == at);
  CHECK(to_iso8601(at) == "2026-11-20T21:14:03.120Z");
  CHECK(from_iso8601("2026-11-20T21:14:03Z") == at - 120ms);
  CHECK(from_iso8601("2026-11-20T21:14:03.12Z") == at);
  CHECK(from_iso8601("2026-11-20T21:14:03.120999999Z") == at);
  CHECK(from_iso8601("2026-11-20T22:14:03.120456+01:00") == at);
  CHECK(from_iso8601("2026-11-20T17:44:03.1200-03:30") == at);
  CHECK(from_iso8601("2028-02-29T00:00:00Z"));
  CHECK(from_iso8601("1970-01-01T00:00:00.000Z") == std::chrono::system_clock::time_point{});
}

TEST_CASE("what is no time with its place on earth is not read") {
  for (const auto* text : {"",
                           "2026",
                           "2026-11-20",
                           "2026-11-20T21:14Z",
                           "2026-11-20T21:14:03",
                           "2026-11-20 21:14:03Z",
                           "2026-11-20T21:14:03+0100",
                           "2026-11-20T21:14:03+24:00",
                           "2026-11-20T21:14:03+01:60",
                           "2026-13-20T21:14:03Z",
                           "2026-02-29T21:14:03Z",
                           "2026-11-20T24:00:00Z",
                           "2026-11-20T21:60:00Z",
                           "2026-11-20T21:14:60Z",
                           "2026-11-20T21:14:03.Z",
                           "2026-11-20T21:14:03.1234567890Z",
                           "2026-11-20T21:14:03.120Z ",
                           "1969-12-31T23:59:59Z",
                           "2200-01-01T00:00:00Z",
                           "1970-01-01T00:30:00+01:00",
                           "2199-12-31T23:30:00-01:00",
                           "2026-11-2xT21:14:03Z"}) {
    CAPTURE(text);
    CHECK_FALSE(from_iso8601(text));
  }
}
