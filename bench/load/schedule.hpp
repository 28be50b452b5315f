#pragma once

#include "bench/load/wire/event_loop.hpp"

#include <cstdint>

namespace atelier::bench {

/// When the ops of an open loop are to be sent: in bursts of so many ops each, at equal distances, one sender after
/// another, `rate` ops a second in total. Latencies count from here, so that an op that a busy generator or server
/// holds up counts as late.
class schedule {
public:
  schedule(clock::time_point begin, double rate, std::size_t senders, std::uint32_t burst) noexcept
      : begin_{begin}, bursts_per_second_{rate / burst}, senders_{senders}, burst_{burst} {}

  [[nodiscard]] std::uint32_t ops_per_burst() const noexcept {
    return burst_;
  }

  /// How many bursts are due by then, over all senders.
  [[nodiscard]] std::uint64_t due(clock::time_point now) const noexcept {
    if (now < begin_)
      return 0;
    return static_cast<std::uint64_t>(std::chrono::duration<double>{now - begin_}.count() * bursts_per_second_) + 1;
  }

  /// When the burst after `sent` others is due.
  [[nodiscard]] clock::time_point time_of(std::uint64_t sent) const noexcept {
    const std::chrono::duration<double> after{static_cast<double>(sent) / bursts_per_second_};
    return begin_ + std::chrono::duration_cast<clock::duration>(after);
  }

  /// When a sender's op of this number is due; the first is 1.
  [[nodiscard]] clock::time_point time_of(std::size_t sender, std::uint32_t counter) const noexcept {
    return time_of(std::uint64_t{(counter - 1) / burst_} * senders_ + sender);
  }

private:
  clock::time_point begin_;
  double bursts_per_second_;
  std::size_t senders_;
  std::uint32_t burst_;
};

} // namespace atelier::bench
