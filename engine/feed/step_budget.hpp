#pragma once

#include <cstdint>

namespace atelier {

/// What is left of the steps that something may take. Whoever takes the same steps comes equally far, on every machine.
class step_budget {
public:
  explicit step_budget(std::uint64_t steps_max) noexcept : left_{steps_max} {}

  /// False where so many are not left; then nothing is left any more.
  [[nodiscard]] bool take(std::uint64_t steps) noexcept {
    const bool enough = steps <= left_;
    left_ = enough ? left_ - steps : 0;
    return enough;
  }

private:
  std::uint64_t left_;
};

} // namespace atelier
