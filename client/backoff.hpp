#pragma once

#include <algorithm>
#include <chrono>

namespace atelier::client {

/// How long to wait before the next try to connect: twice as long each time, and a random part of it, so that many
/// clients of one server do not come back all at once.
class backoff {
public:
  backoff(std::chrono::milliseconds first, std::chrono::milliseconds most) : first_{first}, next_{first}, most_{most} {}

  /// `random` is from 0 to 1; the wait is at least half of what it could be.
  [[nodiscard]] std::chrono::milliseconds next(double random) {
    const auto whole = next_;
    next_ = std::min(next_ * 2, most_);
    return whole / 2
           + std::chrono::milliseconds{static_cast<std::int64_t>(static_cast<double>(whole.count()) / 2 * random)};
  }

  /// A connection stood; the next wait is short again.
  void reset() noexcept {
    next_ = first_;
  }

private:
  std::chrono::milliseconds first_;
  std::chrono::milliseconds next_;
  std::chrono::milliseconds most_;
};

} // namespace atelier::client
