#pragma once

#include "protocol/feed_head.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace atelier {

/// A hash of UUIDs that clients choose: whoever does not know the seed can't make them collide.
class feed_key_hash {
public:
  using seed = std::array<std::uint64_t, 2>;
  explicit feed_key_hash(const seed& secret) noexcept : secret_{secret} {}

  std::size_t operator()(const feed_key& key) const noexcept {
    return static_cast<std::size_t>(mixed(mixed(key.high ^ secret_[0]) ^ key.low ^ secret_[1]));
  }

private:
  /// Each bit of the result depends on each bit of the number, and no two numbers have the same.
  static constexpr std::uint64_t mixed(std::uint64_t number) noexcept {
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15U, other_odd = 0xc2b2ae3d27d4eb4fU;
    number = (number ^ number >> 32U) * odd;
    number = (number ^ number >> 29U) * other_odd;
    return number ^ number >> 32U;
  }

  seed secret_;
};

} // namespace atelier
