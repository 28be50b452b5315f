#include "bench/load/closed_load.hpp"
#include "bench/load/open_load.hpp"
#include "bench/load/scenarios/scenarios.hpp"
#include "bench/load/testbed.hpp"
#include "bench/load/watermark_meter.hpp"

namespace atelier::bench {

namespace {

std::unique_ptr<load> make_load(testbed& bed, room& where, const options& how) {
  if (how.rate == 0)
    return std::make_unique<closed_load>(bed.with(), where, how.in_flight);
  return std::make_unique<open_load>(bed.with(), bed.rooms(), how.rate, open_load::measured_at::drawers,
                                     how.ops_per_message);
}

} // namespace

report run_durable(const options& how) {
  testbed bed{how};
  std::vector<atelier_dialect*> talking;
  const auto make_dialect = [&talking, &how, picture = bed.picture()](std::uint32_t) {
    auto made = std::make_unique<atelier_dialect>(picture);
    made->draw_together(how.ops_per_message);
    talking.push_back(made.get());
    return made;
  };
  auto& where = bed.open_room(make_dialect, how.senders, how.senders);
  bed.join();
  const auto what = make_load(bed, where, how);
  histogram lag;
  std::deque<watermark_meter> meters;
  for (std::size_t i = 0; i < talking.size(); ++i)
    talking[i]->watch(meters.emplace_back(bed.with().loop, *what, i, lag));

  auto result = bed.new_report();
  result["viewers"] = how.senders;
  result["senders"] = how.senders;
  if (how.rate == 0)
    result["in_flight"] = how.in_flight;
  else
    result["rate"] = how.rate;
  result["ops_per_sent_message"] = how.ops_per_message;
  bed.say("warming up");
  run_load(bed.with(), *what, clock::now() + to_duration(how.warmup));
  bed.say("measuring");
  lag.clear();
  const auto watermark_before = meters.front().watermark();
  const auto all = viewers_of(bed.rooms());
  measurement window{bed.with().loop, *what, [&all] { return delivered_to(all); }, bed.server()};
  run_load(bed.with(), *what, clock::now() + to_duration(how.seconds));
  window.end(result);
  const auto made_durable = static_cast<double>(meters.front().watermark() - watermark_before);
  result["durable_per_s"] = made_durable / result["seconds"].get<double>();
  result["watermark_lag_ms"] = latency_report(lag);
  bed.judge_order(result);
  return result;
}

} // namespace atelier::bench
