#include "bench/load/options.hpp"

#include <doctest/doctest.h>

namespace atelier::bench {

namespace {

/// The refusal's text; a failure where there is none.
std::string refusal(const std::vector<std::string>& arguments) {
  const auto parsed = parse_options(arguments);
  REQUIRE_FALSE(parsed);
  CHECK_EQ(parsed.error().code, exit_usage);
  CHECK(parsed.error().text.find('\n') == std::string::npos);
  return parsed.error().text;
}

} // namespace

TEST_CASE("a scenario has its own defaults") {
  const auto closed = parse_options({"closed", "--port", "7070"});
  REQUIRE(closed);
  CHECK_EQ(closed->scenario, scenario_kind::closed);
  CHECK_EQ(closed->dialect, dialect_kind::atelier);
  CHECK_EQ(closed->viewers, 100);
  CHECK_EQ(closed->in_flight, 64);
  const auto joins = parse_options({"joins", "--port", "7070", "--seconds", "0.5"});
  REQUIRE(joins);
  CHECK_EQ(joins->viewers, 50);
  CHECK_EQ(joins->newcomers, 100);
  CHECK_EQ(joins->seconds, 0.5);
}

TEST_CASE("a wrong option is refused in one line that says what would be right") {
  CHECK_EQ(refusal({}), "no scenario; there are closed, open, idle, joins, many, soak, durable or feed");
  CHECK_EQ(refusal({"fast"}),
           "'fast' is no scenario; there are closed, open, idle, joins, many, soak, durable or feed");
  CHECK_EQ(refusal({"closed", "--port", "1", "--dialect", "tcp"}),
           "--dialect is 'tcp'; it must be atelier, raw, nats or socketio");
  CHECK_EQ(refusal({"many", "--port", "1", "--dialect", "raw"}),
           "--dialect is 'raw'; many needs pictures, so it must be atelier");
  CHECK_EQ(refusal({"open", "--port", "1", "--dialect", "nats", "--picture", "3"}),
           "--picture is 3, but --dialect nats has no pictures");
  CHECK_EQ(refusal({"closed", "--port", "70000"}), "--port: Value 70000 not in range 1 to 65535");
  CHECK_EQ(refusal({"closed"}), "--port is required");
  CHECK_EQ(refusal({"idle", "--port", "1"}), "--server-pid is required");
  CHECK(refusal({"open", "--port", "1", "--in-flight", "3"}).find("--in-flight") != std::string::npos);
  CHECK(refusal({"closed", "--port", "1", "--viewers", "0"}).find("not in range 1 to 100000") != std::string::npos);
}

TEST_CASE("help is no mistake") {
  for (const auto& arguments : {std::vector<std::string>{"--help"}, std::vector<std::string>{"closed", "--help"}}) {
    const auto parsed = parse_options(arguments);
    REQUIRE_FALSE(parsed);
    CHECK_EQ(parsed.error().code, 0);
  }
}

} // namespace atelier::bench
