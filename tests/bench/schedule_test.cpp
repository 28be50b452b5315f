#include "bench/load/schedule.hpp"

#include <doctest/doctest.h>

namespace atelier::bench {

using namespace std::chrono_literals;

namespace {

constexpr clock::time_point begin{1h};

} // namespace

TEST_CASE("ops are spread evenly over time and senders") {
  const schedule plan{begin, 1000, 4, 1};
  CHECK(plan.time_of(0, 1) == begin);
  CHECK(plan.time_of(3, 1) == begin + 3ms);
  CHECK(plan.time_of(0, 2) == begin + 4ms);
  CHECK(plan.time_of(2, 101) == begin + 402ms);
}

TEST_CASE("the ops of a burst are due together") {
  const schedule plan{begin, 1000, 2, 10};
  CHECK(plan.time_of(0, 1) == begin);
  CHECK(plan.time_of(0, 10) == begin);
  CHECK(plan.time_of(1, 10) == begin + 10ms);
  CHECK(plan.time_of(0, 11) == begin + 20ms);
}

TEST_CASE("what is due has its time behind it, and what is not has not") {
  for (const double rate : {0.5, 3.0, 1000.0, 123'456.7}) {
    const schedule plan{begin, rate, 3, 1};
    for (auto now = begin; now < begin + 10s; now += 7'777'777ns) {
      const auto due = plan.due(now);
      CHECK(plan.time_of(due - 1) <= now);
      CHECK(plan.time_of(due) >= now);
    }
  }
}

TEST_CASE("nothing is due before the beginning") {
  const schedule plan{begin, 1000, 3, 1};
  CHECK_EQ(plan.due(begin - 1ns), 0);
  CHECK_EQ(plan.due(begin), 1);
}

} // namespace atelier::bench
