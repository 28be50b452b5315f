#include "bench/load/scenarios/scenarios.hpp"
#include "bench/load/testbed.hpp"

namespace atelier::bench {

namespace {

/// What joining set in motion is over when nothing came for so long, or not at all.
constexpr std::chrono::seconds quiet_min{2};
constexpr std::chrono::seconds quiet_after_max{60};

void wait_for_quiet(generator& with) {
  const auto deadline = clock::now() + quiet_after_max;
  while (clock::now() < deadline && with.loop.turn(clock::now() + quiet_min)) {
  }
}

double for_each(std::uint64_t before, std::uint64_t after, std::size_t connections) {
  return (static_cast<double>(after) - static_cast<double>(before)) / static_cast<double>(connections);
}

} // namespace

report run_idle(const options& how) {
  testbed bed{how};
  bed.open_room(how.connections, 0);
  const auto rss_before = bed.server()->rss_bytes();
  const auto kernel_before = kernel_bytes();
  bed.join();
  bed.say("waiting for quiet");
  wait_for_quiet(bed.with());
  const auto rss = bed.server()->rss_bytes();
  const auto kernel = kernel_bytes();

  auto result = bed.new_report();
  result["connections"] = how.connections;
  result["rss_bytes_before"] = rss_before;
  result["rss_bytes"] = rss;
  result["rss_bytes_per_connection"] = for_each(rss_before, rss, how.connections);
  // Both ends live in this kernel, and only the server's counts.
  result["kernel_bytes_per_connection"] = for_each(kernel_before, kernel, 2 * how.connections);
  bed.say("measuring");
  bed.server()->begin();
  const auto until = clock::now() + to_duration(how.seconds);
  while (clock::now() < until)
    bed.with().loop.turn(until);
  result["seconds"] = how.seconds;
  add_cpu(result, bed.server()->used());
  return result;
}

} // namespace atelier::bench
