#include "bench/load/closed_load.hpp"
#include "bench/load/open_load.hpp"
#include "bench/load/pictures.hpp"
#include "bench/load/scenarios/scenarios.hpp"
#include "bench/load/testbed.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace atelier::bench {

namespace {

constexpr std::uint16_t width = 1000;
constexpr std::uint16_t height = 1619;
constexpr std::chrono::seconds join_max{20};
/// Writes a second of one drawer. A write for each op would cost the server more than the ops, of which it takes so
/// many only since they come together.
constexpr double bursts_per_second = 100;

dialect_factory viewers_of_noise(const options& how) {
  return atelier_dialects(make_noisy_picture(how.port, width, height, how.seed));
}

/// Ops a second that the server takes from these viewers.
double capacity(const options& how) {
  constexpr std::uint32_t in_flight = 64;
  constexpr std::chrono::seconds warm_up{1};
  constexpr std::chrono::seconds measured{2};
  testbed bed{how};
  bed.say("measuring what the server takes");
  auto& where = bed.open_room(viewers_of_noise(how), how.viewers, how.viewers);
  bed.join();
  closed_load what{bed.with(), where, in_flight};
  run_load(bed.with(), what, clock::now() + warm_up);
  const auto before = what.returned();
  run_load(bed.with(), what, clock::now() + measured);
  return static_cast<double>(what.returned() - before) / in_seconds(measured);
}

/// A newcomer joins while the others draw on, and leaves again. Gives the time from the beginning of its connecting to
/// its sync.
std::chrono::nanoseconds join_once(generator& with, load& meanwhile, const dialect_factory& make_dialect) {
  viewer newcomer{with.loop, with.scratch, make_dialect(0)};
  const auto begin = clock::now();
  newcomer.join(with.port);
  while (!newcomer.joined()) {
    turn_load(with, meanwhile, begin + join_max);
    if (clock::now() > begin + join_max)
      throw std::runtime_error{"a newcomer did not get its sync within " + std::to_string(join_max.count()) + " s"};
  }
  return clock::now() - begin;
}

report joins_report(const histogram& times) {
  return {{"p50_ms", in_milliseconds(times.percentile(0.5))},
          {"p99_ms", in_milliseconds(times.percentile(0.99))},
          {"max_ms", in_milliseconds(times.max())},
          {"count", times.count()}};
}

} // namespace

report run_joins(const options& how) {
  const auto rate = how.rate != 0 ? how.rate : capacity(how) / 2;
  testbed bed{how};
  const auto make_dialect = viewers_of_noise(how);
  bed.open_room(make_dialect, how.viewers, how.viewers);
  bed.join();
  const auto ops_per_burst = rate / bursts_per_second / static_cast<double>(how.viewers);
  const auto burst = static_cast<std::uint32_t>(std::max(1.0, std::round(ops_per_burst)));
  open_load what{bed.with(), bed.rooms(), rate, open_load::measured_at::drawers, burst};
  auto result = bed.new_report();
  result["viewers"] = how.viewers;
  result["senders"] = how.viewers;
  result["rate"] = rate;
  result["burst"] = burst;
  bed.measure(what, result);

  bed.say("newcomers join");
  what.latency().clear();
  histogram times;
  for (std::size_t i = 0; i < how.newcomers; ++i)
    times.add(join_once(bed.with(), what, make_dialect));
  result["joins"] = joins_report(times);
  result["others"] = {{"without", result["latency_ms"]}, {"with", latency_report(what.latency())}};
  bed.judge_order(result);
  return result;
}

} // namespace atelier::bench
