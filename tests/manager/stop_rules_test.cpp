#include "manager/stop_rules.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace std::chrono_literals;
using verdict = stop_rules::verdict;

namespace {

limits with_shutdown_max(std::chrono::milliseconds value) {
  limits bounds;
  bounds.shutdown_max = value;
  return bounds;
}

} // namespace

TEST_CASE("the first signal asks the server to stop, whichever it is") {
  CHECK(stop_rules{limits{}}.signalled(true, {}) == verdict::ask_to_stop);
  CHECK(stop_rules{limits{}}.signalled(false, {}) == verdict::ask_to_stop);
}

TEST_CASE("an interrupt after the first signal ends the process at once") {
  for (const bool first_is_interrupt : {false, true}) {
    stop_rules rules{limits{}};
    static_cast<void>(rules.signalled(first_is_interrupt, {}));
    CHECK(rules.signalled(true, {}) == verdict::end_at_once);
  }
}

TEST_CASE("a second SIGTERM changes nothing") {
  stop_rules rules{limits{}};
  static_cast<void>(rules.signalled(true, {}));
  CHECK(rules.signalled(false, {}) == verdict::nothing);
}

TEST_CASE("a server that runs has no deadline") {
  const stop_rules rules{limits{}};
  CHECK_FALSE(rules.deadline());
  CHECK(rules.time_passed(stop_rules::clock::time_point::max()) == verdict::nothing);
}

TEST_CASE("a server that does not stop in time is ended") {
  stop_rules rules{with_shutdown_max(500ms)};
  const stop_rules::clock::time_point began{10s};
  rules.stopping(began);
  REQUIRE(rules.deadline());
  CHECK(*rules.deadline() > began + 500ms);
  CHECK(rules.time_passed(*rules.deadline() - 1ns) == verdict::nothing);
  CHECK(rules.time_passed(*rules.deadline()) == verdict::end_at_once);
}

TEST_CASE("the deadline counts from when the stop began, not from a later signal") {
  stop_rules rules{with_shutdown_max(500ms)};
  rules.stopping(stop_rules::clock::time_point{10s});
  const auto before = rules.deadline();
  CHECK(rules.signalled(false, stop_rules::clock::time_point{11s}) == verdict::ask_to_stop);
  CHECK(rules.deadline() == before);
}
