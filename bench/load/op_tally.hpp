#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace atelier::bench {

/// An op as all servers carry it: whose it is, and its number among that sender's ops; the first is 1.
struct op_id {
  std::uint32_t sender = 0;
  std::uint32_t counter = 0;
};

/// What makes two sequences of ops equal: one running hash that depends on their order, and a sum that does not.
struct op_digest {
  std::uint64_t order = 0;
  std::uint64_t sum = 0;
  std::uint64_t count = 0;

  void add(op_id op) noexcept {
    constexpr std::uint64_t odd_multiplier = 0x9e3779b97f4a7c15;
    const auto value = std::uint64_t{op.sender} << 32 | op.counter;
    order = (std::rotl(order, 5) ^ value) * odd_multiplier;
    sum += value * value;
    ++count;
  }
  friend bool operator==(const op_digest&, const op_digest&) = default;
};

/// Hears of ops that came back.
class op_watcher {
public:
  virtual ~op_watcher() = default;
  virtual void returned(op_id op) = 0;
};

/// Takes all ops that one viewer receives. A delivered op costs some nanoseconds here, and that is most of what it
/// costs the generator.
class op_tally {
public:
  /// Tells `whom` of this sender's ops; replaces who was told before.
  void watch(std::uint32_t sender, op_watcher& whom) noexcept {
    watched_ = sender;
    watched_bits_ = all_bits;
    watcher_ = &whom;
  }

  /// Tells `whom` of all ops.
  void watch_all(op_watcher& whom) noexcept {
    watched_bits_ = 0;
    watcher_ = &whom;
  }

  /// Takes `count` ops; `next(i)` gives the op_id of each.
  template <class Next>
  void take(std::size_t count, Next next) {
    // A local copy stays in registers, which members cannot: the bytes that are parsed may alias them.
    auto digest = digest_;
    for (std::size_t i = 0; i < count; ++i) {
      const op_id op = next(i);
      digest.add(op);
      if (((op.sender ^ watched_) & watched_bits_) == 0)
        watcher_->returned(op);
    }
    digest_ = digest;
  }

  [[nodiscard]] const op_digest& digest() const noexcept {
    return digest_;
  }

private:
  static constexpr std::uint64_t all_bits = ~std::uint64_t{};
  /// No sender's number.
  static constexpr std::uint64_t nobody = std::uint64_t{1} << 32;

  op_digest digest_;
  std::uint64_t watched_ = nobody;
  std::uint64_t watched_bits_ = all_bits;
  op_watcher* watcher_ = nullptr;
};

} // namespace atelier::bench
