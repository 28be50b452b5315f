#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

namespace atelier {

/// Counts what may happen too often for a line in the log each time.
class seldom {
public:
  using time_point = std::chrono::steady_clock::time_point;

  static constexpr std::chrono::seconds pause{10};

  /// It happened. Gives how often, this time included, since it last gave something; nothing before `pause` is over.
  [[nodiscard]] std::optional<std::uint64_t> happened(time_point now) noexcept {
    ++count_;
    if (last_ && now - *last_ < pause)
      return std::nullopt;
    last_ = now;
    return std::exchange(count_, 0);
  }

private:
  std::uint64_t count_ = 0;
  std::optional<time_point> last_;
};

} // namespace atelier
