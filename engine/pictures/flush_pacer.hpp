#pragma once

#include "engine/instant.hpp"

#include <algorithm>
#include <cstddef>

namespace atelier {

/// When gathered updates go out: at once while a picture is quiet. While it is busy, a flush waits for as long as the
/// writes of the last one take, since a write to every viewer costs far more than the ops in it; with few viewers it
/// waits somewhat longer, unless a DURABLE can go along.
class flush_pacer {
public:
  using time_point = instant::clock::time_point;

  /// `interval_max`: no update waits longer, however many viewers there are.
  explicit flush_pacer(std::chrono::microseconds interval_max) : interval_max_{interval_max} {}

  /// There is something to send to so many viewers: now, or when?
  [[nodiscard]] time_point due(time_point now, std::size_t viewers) const {
    return std::max(now, flushed_at_ + std::min(interval_max_, std::max(pause, writes(viewers))));
  }

  /// The same where a DURABLE is among it, or a commit takes it along.
  [[nodiscard]] time_point due_with_durable(time_point now, std::size_t viewers) const {
    return std::max(now, flushed_at_ + std::min(interval_max_, writes(viewers)));
  }

  void flushed(time_point now) {
    flushed_at_ = now;
  }

private:
  /// What a write's system call takes.
  static constexpr std::chrono::microseconds write{5};
  /// Too short to be seen; without it, ten viewers at 50,000 ops/s keep a core busy with writes.
  static constexpr std::chrono::microseconds pause{250};
  /// Keeps the product far from overflow.
  static constexpr std::size_t viewers_max = 1'000'000;

  [[nodiscard]] static std::chrono::microseconds writes(std::size_t viewers) {
    return static_cast<int>(std::min(viewers, viewers_max)) * write;
  }

  std::chrono::microseconds interval_max_;
  time_point flushed_at_{};
};

} // namespace atelier
