#pragma once

#include "engine/instant.hpp"

namespace atelier {

/// When gathered updates go out: at once while a picture is quiet, and joined with what follows while it is busy, since
/// a write to every viewer costs far more than the ops in it.
class flush_pacer {
public:
  using time_point = instant::clock::time_point;

  /// `interval`: the shortest time between two flushes of a busy picture.
  explicit flush_pacer(std::chrono::microseconds interval) : interval_{interval} {}

  /// There is something to send: now, or when?
  [[nodiscard]] time_point due(time_point now) {
    if (now - window_start_ >= window) {
      busy_ = now - window_start_ < 2 * window && count_ > count_quiet_max;
      window_start_ = now;
      count_ = 0;
    }
    ++count_;
    if (!busy_ && count_ <= count_quiet_max)
      return now;
    return std::max(now, flushed_at_ + interval_);
  }

  void flushed(time_point now) {
    flushed_at_ = now;
  }

private:
  /// More than 32 in 10 ms are 3,200 a second: beyond what people at one picture draw by hand.
  static constexpr std::chrono::milliseconds window{10};
  static constexpr int count_quiet_max = 32;

  std::chrono::microseconds interval_;
  time_point window_start_{};
  time_point flushed_at_{};
  int count_ = 0;
  bool busy_ = false;
};

} // namespace atelier
