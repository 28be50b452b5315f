#pragma once

#include "engine/instant.hpp"
#include "protocol/limits.hpp"

#include <algorithm>
#include <cstdint>

namespace atelier {

/// How many pixels one client may still cover: a token bucket, filled by time. An op whose cost is known only
/// afterwards (a flood fill) may overdraw it once; what is owed is paid off before the next op.
class pixel_budget {
public:
  pixel_budget(const limits& bounds, instant::clock::time_point now)
      : per_second_{bounds.pixels_per_second},
        saved_max_{static_cast<std::int64_t>(bounds.pixels_saved_max)},
        saved_{saved_max_},
        filled_at_{now} {}

  /// Pixels that may be covered now; not positive where some are owed.
  [[nodiscard]] std::int64_t available(instant::clock::time_point now) {
    using std::chrono::microseconds;
    const auto passed = std::chrono::duration_cast<microseconds>(now - filled_at_);
    // Longer than it takes to fill from the deepest debt, and far from an overflow.
    constexpr std::int64_t passed_max = 60'000'000;
    const auto gained =
        static_cast<std::int64_t>(per_second_) * std::clamp<std::int64_t>(passed.count(), 0, passed_max) / 1'000'000;
    if (gained > 0) {
      saved_ = std::min(saved_ + gained, saved_max_);
      filled_at_ = now;
    }
    return saved_;
  }

  void spend(std::uint64_t pixels) {
    saved_ -= static_cast<std::int64_t>(pixels);
  }

  /// What could be available at most.
  [[nodiscard]] std::uint64_t most() const noexcept {
    return static_cast<std::uint64_t>(saved_max_);
  }

private:
  std::uint64_t per_second_;
  std::int64_t saved_max_;
  std::int64_t saved_;
  instant::clock::time_point filled_at_;
};

} // namespace atelier
