#pragma once

#include <cmath>
#include <cstdint>

/// \file
/// Exact integer arithmetic for coverage: floating point only estimates, integers decide.

namespace atelier {

/// ⌊√n⌋ for n below 2^53.
[[nodiscard]] inline std::int64_t integer_sqrt(std::int64_t n) noexcept {
  auto root = static_cast<std::int64_t>(std::sqrt(static_cast<double>(n)));
  while (root * root > n)
    --root;
  while ((root + 1) * (root + 1) <= n)
    ++root;
  return root;
}

/// Divides many numbers, each below 2^45 in magnitude, by the same positive number.
class exact_divisor {
public:
  explicit exact_divisor(std::int64_t divisor) noexcept
      : divisor_{divisor}, inverse_{1.0 / static_cast<double>(divisor)} {}

  /// The largest integer at or below the quotient.
  [[nodiscard]] std::int64_t floor(std::int64_t n) const noexcept {
    // The estimate is off by less than 1, and cutting its fraction off adds up to 1 for negative numbers.
    auto quotient = static_cast<std::int64_t>(static_cast<double>(n) * inverse_);
    const auto rest = n - quotient * divisor_;
    if (rest < 0)
      --quotient;
    else if (rest >= divisor_)
      ++quotient;
    return quotient;
  }
  /// The smallest integer at or above the quotient.
  [[nodiscard]] std::int64_t ceil(std::int64_t n) const noexcept {
    return -floor(-n);
  }

private:
  std::int64_t divisor_;
  double inverse_;
};

} // namespace atelier
