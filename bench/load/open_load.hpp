#pragma once

#include "bench/load/load.hpp"
#include "bench/load/room.hpp"
#include "bench/load/schedule.hpp"

#include <unordered_map>

namespace atelier::bench {

/// An open loop: ops are sent by a schedule, whether or not earlier ones have returned, in all rooms in turn and by the
/// drawers of each room in turn.
class open_load final : public load {
public:
  /// At whom the latency of an op is measured.
  enum class measured_at { drawers, viewers };

  /// At all viewers, unless that would cost the generator more than some per cent of a core.
  [[nodiscard]] static measured_at where_cheap(double rate, std::size_t viewers) noexcept;

  /// The schedule begins now; `burst` ops of a drawer are sent at once. The rooms have the same number of drawers, must
  /// have been joined, and outlive this.
  open_load(generator& with, std::span<const std::unique_ptr<room>> rooms, double rate, measured_at where,
            std::uint32_t burst = 1);
  ~open_load() override;

  void send(clock::time_point now) override;
  [[nodiscard]] clock::time_point next_send() const override {
    return schedule_.time_of(sent_);
  }
  [[nodiscard]] clock::time_point sent_at(std::size_t place, std::uint32_t counter) const override {
    return schedule_.time_of(place, counter);
  }

  /// Measures at this viewer too, who does not draw.
  void watch(viewer& whom, std::size_t room);

private:
  /// The ops that one viewer receives.
  class watched_viewer;

  void watch_drawer(viewer& whom, std::size_t room, measured_at where);

  event_loop& loop_;
  /// The drawers in the order of the schedule: the first of each room, the second of each room, …
  std::vector<drawer*> drawers_;
  schedule schedule_;
  /// For each room: a drawer's place in that order by the number that its ops carry.
  std::vector<std::unordered_map<std::uint32_t, std::size_t>> places_;
  std::vector<std::unique_ptr<watched_viewer>> watched_;
  /// Bursts sent in all.
  std::uint64_t sent_ = 0;
};

} // namespace atelier::bench
