#pragma once

#include <cstdint>
#include <optional>

namespace atelier::cli::chat {

/// Says now and then how far a file is, so that a person knows and is not bothered: each quarter of what is large.
class transfer_progress {
public:
  /// What takes less is over before anybody wonders.
  static constexpr std::uint64_t large_bytes_min = 1'000'000;

  /// Percent, where they are worth a remark: never twice the same, never 0 or 100.
  [[nodiscard]] std::optional<unsigned> take(std::uint64_t done, std::uint64_t total) noexcept {
    if (total < large_bytes_min || done >= total)
      return std::nullopt;
    const auto quarters = static_cast<unsigned>(done / (total / 4));
    if (quarters <= told_ || quarters > 3)
      return std::nullopt;
    told_ = quarters;
    return quarters * 25;
  }

private:
  unsigned told_ = 0;
};

} // namespace atelier::cli::chat
