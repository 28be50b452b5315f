#pragma once

#include <atomic>
#include <cstddef>

namespace atelier {

/// Bytes of HTTP bodies that all connections hold together; any thread.
class upload_budget {
public:
  /// False, and nothing is taken, where it would be more than `bytes_max` together.
  [[nodiscard]] bool take(std::size_t count, std::size_t bytes_max) noexcept {
    auto now = taken_.load();
    do {
      if (now + count > bytes_max)
        return false;
    } while (!taken_.compare_exchange_weak(now, now + count));
    return true;
  }
  void give_back(std::size_t count) noexcept {
    taken_.fetch_sub(count);
  }
  [[nodiscard]] std::size_t taken() const noexcept {
    return taken_.load();
  }

private:
  std::atomic<std::size_t> taken_{0};
};

} // namespace atelier
