#include "bench/load/open_load.hpp"
#include "bench/load/pictures.hpp"
#include "bench/load/scenarios/scenarios.hpp"
#include "bench/load/testbed.hpp"

#include <algorithm>
#include <utility>

namespace atelier::bench {

namespace {

constexpr std::chrono::seconds rss_interval{1};

/// One viewer of each picture, who leaves when it is the picture's turn and is followed by another. Their dialect sees
/// to it that none misses an op.
class visitors {
public:
  visitors(generator& with, open_load& seen_by, std::vector<dialect_factory> pictures)
      : with_{with}, seen_by_{seen_by}, pictures_{std::move(pictures)}, present_(pictures_.size()) {
    for (std::size_t i = 0; i < pictures_.size(); ++i)
      come(i);
  }

  /// The next picture's visitor leaves, and another comes. Not within a turn of the loop.
  void replace_next() {
    const auto picture = replaced_++ % pictures_.size();
    gone_.add(*present_[picture]);
    come(picture);
  }

  [[nodiscard]] std::uint64_t replaced() const noexcept {
    return replaced_;
  }

  [[nodiscard]] delivery delivered() const noexcept {
    auto all = gone_;
    for (const auto& each : present_)
      all.add(*each);
    return all;
  }

private:
  void come(std::size_t picture) {
    present_[picture] = std::make_unique<viewer>(with_.loop, with_.scratch, pictures_[picture](0));
    seen_by_.watch(*present_[picture], picture);
    present_[picture]->join(with_.port);
  }

  generator& with_;
  open_load& seen_by_;
  std::vector<dialect_factory> pictures_;
  std::vector<std::unique_ptr<viewer>> present_;
  std::uint64_t replaced_ = 0;
  /// What those received who have left.
  delivery gone_;
};

/// Runs the load with its comings and goings, and gives the server's memory second by second.
std::vector<std::uint64_t> run_soaking(testbed& bed, open_load& what, visitors& guests, double churn,
                                       clock::duration length) {
  std::vector<std::uint64_t> rss_series;
  const auto begin = clock::now();
  const schedule replacements{begin, churn, 1, 1};
  const auto replaced_before = guests.replaced();
  auto next_rss = begin;
  while (clock::now() < begin + length) {
    const auto next_replacement = replacements.time_of(guests.replaced() - replaced_before);
    run_load(bed.with(), what, std::min({begin + length, next_rss, next_replacement}));
    if (clock::now() >= next_replacement)
      guests.replace_next();
    if (clock::now() >= next_rss) {
      next_rss += rss_interval;
      if (bed.server())
        rss_series.push_back(bed.server()->rss_bytes());
    }
  }
  return rss_series;
}

} // namespace

report run_soak(const options& how) {
  testbed bed{how};
  const auto staying = how.viewers - 1;
  const auto senders = std::min(staying, senders_max);
  auto result = bed.new_report();
  result["pictures"] = how.pictures;
  result["viewers"] = how.viewers;
  result["senders"] = senders;
  result["rate"] = how.rate;
  result["churn"] = how.churn;
  bed.say("making pictures");
  std::vector<dialect_factory> pictures;
  for (std::size_t i = 0; i < how.pictures; ++i) {
    pictures.push_back(atelier_dialects(make_touched_picture(how.port)));
    bed.open_room(pictures.back(), staying, senders);
  }
  bed.join();
  const auto all = viewers_of(bed.rooms());
  open_load what{bed.with(), bed.rooms(), how.rate, open_load::where_cheap(how.rate, how.viewers)};
  visitors guests{bed.with(), what, std::move(pictures)};
  bed.say("warming up");
  run_soaking(bed, what, guests, how.churn, to_duration(how.warmup));

  bed.say("measuring");
  const auto delivered = [&] {
    auto sum = guests.delivered();
    sum.add(delivered_to(all));
    return sum;
  };
  measurement window{bed.with().loop, what, delivered, bed.server()};
  const auto rss_series = run_soaking(bed, what, guests, how.churn, to_duration(how.seconds));
  window.end(result);
  result["replaced"] = guests.replaced();
  result["rss_series"] = rss_series;
  bed.judge_order(result);
  return result;
}

} // namespace atelier::bench
