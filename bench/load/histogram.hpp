#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace atelier::bench {

/// Counts durations in buckets whose width grows with the value, so that a percentile is wrong by less than 1 % at any
/// scale (but for durations under 64 ns, which are exact): the octave of a value, cut into 64 equal parts.
class histogram {
public:
  using duration = std::chrono::nanoseconds;

  histogram();

  /// Negative durations count as 0, those over an hour as an hour.
  void add(duration value) noexcept;
  void add(const histogram& more) noexcept;
  void clear() noexcept;

  [[nodiscard]] std::uint64_t count() const noexcept {
    return count_;
  }
  /// Exact; 0 where nothing was added.
  [[nodiscard]] duration max() const noexcept {
    return max_;
  }
  /// The value that this share (0 to 1) of all values does not exceed; 0 where nothing was added.
  [[nodiscard]] duration percentile(double share) const noexcept;

private:
  std::vector<std::uint64_t> buckets_;
  std::uint64_t count_ = 0;
  duration max_{};
};

} // namespace atelier::bench
