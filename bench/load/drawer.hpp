#pragma once

#include "bench/load/viewer.hpp"

namespace atelier::bench {

/// Numbers the ops that one viewer draws, and keeps what all must receive of them.
class drawer {
public:
  explicit drawer(viewer& with) noexcept : with_{&with} {}

  /// Draws the next ops with one write.
  void draw(std::uint32_t count) {
    with_->draw(next(), count);
    for (std::uint32_t i = 0; i < count; ++i)
      sent_.add({with_->sender(), next()});
  }

  /// The number of the next op.
  [[nodiscard]] std::uint32_t next() const noexcept {
    return static_cast<std::uint32_t>(sent_.count) + 1;
  }
  [[nodiscard]] const op_digest& sent() const noexcept {
    return sent_;
  }
  [[nodiscard]] viewer& with() const noexcept {
    return *with_;
  }

private:
  viewer* with_;
  op_digest sent_;
};

} // namespace atelier::bench
