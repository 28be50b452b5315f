#include "bench/load/histogram.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>

namespace atelier::bench {

using namespace std::chrono_literals;

TEST_CASE("an empty histogram has no percentiles") {
  const histogram empty;
  CHECK_EQ(empty.count(), 0);
  CHECK(empty.percentile(0.99) == 0ns);
  CHECK(empty.max() == 0ns);
}

TEST_CASE("percentiles are within two per cent at every scale") {
  for (auto value = 1ns; value < 30min; value = value * 17 / 10 + 1ns) {
    histogram values;
    for (int i = 0; i < 99; ++i)
      values.add(value);
    values.add(1h);
    const auto p99 = static_cast<double>(values.percentile(0.99).count());
    CHECK(p99 == doctest::Approx(static_cast<double>(value.count())).epsilon(0.02));
  }
}

TEST_CASE("percentiles of many values are those of the sorted values") {
  std::mt19937_64 random{7};
  std::vector<std::int64_t> sorted(10'000);
  histogram values;
  for (auto& each : sorted) {
    each = static_cast<std::int64_t>(1'000 + random() % 5'000'000);
    values.add(std::chrono::nanoseconds{each});
  }
  std::sort(sorted.begin(), sorted.end());
  CHECK_EQ(values.count(), sorted.size());
  CHECK_EQ(values.max().count(), sorted.back());
  for (const auto share : {0.5, 0.9, 0.99, 0.999}) {
    const auto exact = static_cast<double>(sorted[static_cast<std::size_t>(share * 10'000) - 1]);
    CHECK(static_cast<double>(values.percentile(share).count()) == doctest::Approx(exact).epsilon(0.02));
  }
}

TEST_CASE("no percentile is above the largest value") {
  histogram values;
  values.add(1'000'001ns);
  CHECK(values.percentile(1) == values.max());
  CHECK(values.percentile(0) <= values.max());
}

TEST_CASE("values out of range count at the ends of the range") {
  histogram values;
  values.add(-5ns);
  CHECK(values.percentile(1) == 0ns);
  values.add(100h);
  CHECK(values.max() == 1h);
}

TEST_CASE("histograms are added and cleared") {
  histogram one;
  histogram other;
  one.add(10ns);
  other.add(30ns);
  one.add(other);
  CHECK_EQ(one.count(), 2);
  CHECK(one.percentile(0.5) == 10ns);
  CHECK(one.max() == 30ns);
  one.clear();
  CHECK_EQ(one.count(), 0);
  CHECK(one.max() == 0ns);
}

} // namespace atelier::bench
