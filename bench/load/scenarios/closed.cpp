#include "bench/load/closed_load.hpp"
#include "bench/load/scenarios/scenarios.hpp"
#include "bench/load/testbed.hpp"

#include <algorithm>

namespace atelier::bench {

report run_closed(const options& how) {
  testbed bed{how};
  const auto senders = std::min(how.viewers, senders_max);
  auto& where = bed.open_room(how.viewers, senders);
  bed.join();
  closed_load what{bed.with(), where, how.in_flight};
  auto result = bed.new_report();
  result["viewers"] = how.viewers;
  result["senders"] = senders;
  result["in_flight"] = how.in_flight;
  bed.measure(what, result);
  bed.judge_order(result);
  return result;
}

} // namespace atelier::bench
