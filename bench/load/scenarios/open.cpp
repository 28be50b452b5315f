#include "bench/load/open_load.hpp"
#include "bench/load/scenarios/scenarios.hpp"
#include "bench/load/testbed.hpp"

#include <algorithm>

namespace atelier::bench {

report run_open(const options& how) {
  testbed bed{how};
  const auto senders = std::min(how.viewers, senders_max);
  bed.open_room(how.viewers, senders);
  bed.join();
  open_load what{bed.with(), bed.rooms(), how.rate, open_load::where_cheap(how.rate, how.viewers)};
  auto result = bed.new_report();
  result["viewers"] = how.viewers;
  result["senders"] = senders;
  result["rate"] = how.rate;
  bed.measure(what, result);
  bed.judge_order(result);
  return result;
}

} // namespace atelier::bench
