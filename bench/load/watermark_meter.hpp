#pragma once

#include "bench/load/atelier_dialect.hpp"
#include "bench/load/load.hpp"

#include <deque>

namespace atelier::bench {

/// How long one drawer's ops take from being sent to the DURABLE that covers them. Looks at the last op of each run
/// that comes back.
class watermark_meter final : public watermark_watcher {
public:
  /// `place` is the drawer's in the load. All must outlive this.
  watermark_meter(const event_loop& loop, const load& what, std::size_t place, histogram& lag) noexcept
      : loop_{loop}, load_{what}, place_{place}, lag_{lag} {}

  void drawn(client_seq_t last, seq_t seq) override {
    waiting_.push_back({seq, load_.sent_at(place_, last)});
  }

  void durable(seq_t seq) override {
    watermark_ = seq;
    for (; !waiting_.empty() && waiting_.front().seq <= seq; waiting_.pop_front())
      lag_.add(loop_.now() - waiting_.front().sent);
  }

  /// The highest seq that is durable.
  [[nodiscard]] seq_t watermark() const noexcept {
    return watermark_;
  }

private:
  struct sample {
    seq_t seq = 0;
    clock::time_point sent;
  };

  const event_loop& loop_;
  const load& load_;
  std::size_t place_;
  histogram& lag_;
  std::deque<sample> waiting_;
  seq_t watermark_ = 0;
};

} // namespace atelier::bench
