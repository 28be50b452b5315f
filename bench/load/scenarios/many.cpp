#include "bench/load/open_load.hpp"
#include "bench/load/pictures.hpp"
#include "bench/load/scenarios/scenarios.hpp"
#include "bench/load/testbed.hpp"

#include <algorithm>

namespace atelier::bench {

report run_many(const options& how) {
  testbed bed{how};
  const auto senders = std::min(how.viewers, senders_max);
  auto result = bed.new_report();
  result["pictures"] = how.pictures;
  result["viewers"] = how.viewers;
  result["senders"] = senders;
  result["rate"] = how.rate;
  if (bed.server())
    result["rss_bytes_before"] = bed.server()->rss_bytes();
  bed.say("making pictures");
  for (std::size_t i = 0; i < how.pictures; ++i)
    bed.open_room(atelier_dialects(make_picture(how.port)), how.viewers, senders);
  bed.join();
  open_load what{bed.with(), bed.rooms(), how.rate, open_load::where_cheap(how.rate, how.viewers)};
  bed.measure(what, result);
  if (bed.server())
    result["rss_bytes"] = bed.server()->rss_bytes();
  bed.judge_order(result);
  return result;
}

} // namespace atelier::bench
