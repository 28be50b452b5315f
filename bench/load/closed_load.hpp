#pragma once

#include "bench/load/load.hpp"
#include "bench/load/room.hpp"

namespace atelier::bench {

/// A closed loop: each drawer keeps so many of its ops in flight, and draws again as soon as some return.
class closed_load final : public load {
public:
  /// `where` must have been joined, and outlive this.
  closed_load(generator& with, room& where, std::uint32_t in_flight);

  void send(clock::time_point now) override;
  [[nodiscard]] clock::time_point next_send() const override {
    return clock::time_point::max();
  }
  [[nodiscard]] clock::time_point sent_at(std::size_t place, std::uint32_t counter) const override;

private:
  /// What one drawer has in flight.
  class window final : public op_watcher {
  public:
    window(closed_load& owner, drawer& with, std::uint32_t in_flight);
    void fill(clock::time_point now);
    [[nodiscard]] clock::time_point sent_at(std::uint32_t counter) const noexcept {
      return times_[counter & last_bits_];
    }

  private:
    void returned(op_id op) override;

    closed_load& owner_;
    drawer& drawer_;
    std::uint32_t in_flight_;
    std::uint64_t returned_ = 0;
    /// When the op of a number was sent, by the number's last bits.
    std::vector<clock::time_point> times_;
    std::uint32_t last_bits_;
  };

  event_loop& loop_;
  std::vector<std::unique_ptr<window>> windows_;
};

} // namespace atelier::bench
