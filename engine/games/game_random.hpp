#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace atelier {

/// The numbers of a game: the same from the same state, which is one number and is stored with the game. SplitMix64
/// (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
class game_random {
public:
  explicit game_random(std::uint64_t state) noexcept : state_{state} {}

  [[nodiscard]] std::uint64_t state() const noexcept {
    return state_;
  }

  [[nodiscard]] std::uint64_t next() noexcept {
    state_ += 0x9E3779B97F4A7C15U;
    auto out = state_;
    out = (out ^ (out >> 30U)) * 0xBF58476D1CE4E5B9U;
    out = (out ^ (out >> 27U)) * 0x94D049BB133111EBU;
    return out ^ (out >> 31U);
  }

  /// From 0 to `bound` − 1; `bound` is at least 1. The bias is below bound / 2^64.
  [[nodiscard]] std::size_t below(std::size_t bound) noexcept {
    return static_cast<std::size_t>(next() % bound);
  }

  template <class T>
  void shuffle(std::vector<T>& all) noexcept {
    for (auto left = all.size(); left > 1; --left)
      std::swap(all[left - 1], all[below(left)]);
  }

private:
  std::uint64_t state_;
};

} // namespace atelier
