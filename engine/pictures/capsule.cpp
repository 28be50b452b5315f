#include "engine/pictures/capsule.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace atelier {

namespace {

/// Farther out than any point of a shape, and far from the limits of `int`.
constexpr int far = 1 << 30;
constexpr interval everything{-far, far};

int clamped(std::int64_t t) noexcept {
  return static_cast<int>(std::clamp<std::int64_t>(t, -far, far));
}

/// The t with low ≤ t·factor ≤ high; `by` divides by |factor|, or by 1 where that is 0.
interval multiples_between(std::int64_t low, std::int64_t high, int factor, const exact_divisor& by) noexcept {
  if (factor == 0)
    return low <= 0 && 0 <= high ? everything : interval{};
  if (factor < 0) {
    std::swap(low, high);
    low = -low;
    high = -high;
  }
  return {clamped(by.ceil(low)), clamped(by.floor(high)) + 1};
}

} // namespace

capsule::capsule(point from, point to, std::uint8_t width) noexcept
    : top_{from.y <= to.y ? from : to},
      bottom_{from.y <= to.y ? to : from},
      dx_{bottom_.x - top_.x},
      dy_{bottom_.y - top_.y},
      reach_{width == 0 ? -1 : width / 2},
      radius_squared_{width * width / 4},
      length_squared_{std::int64_t{dx_} * dx_ + std::int64_t{dy_} * dy_},
      by_dx_{std::max(std::abs(dx_), 1)},
      by_dy_{std::max(dy_, 1)} {
  cross_max_ = integer_sqrt(std::int64_t{width} * width * length_squared_) / 2;
}

box capsule::bounds() const noexcept {
  if (reach_ < 0)
    return {};
  const auto [left, right] = std::minmax({top_.x, bottom_.x});
  return {{left - reach_, right + reach_ + 1}, {top_.y - reach_, bottom_.y + reach_ + 1}};
}

interval capsule::row(int y) const noexcept {
  return cap(top_, y) | cap(bottom_, y) | body(y);
}

std::uint64_t capsule::row_pixels_max() const noexcept {
  const auto box_width = bounds().columns.size();
  return dy_ == 0 ? box_width : std::min(box_width, static_cast<std::uint64_t>(2 * cross_max_ / dy_ + 1));
}

interval capsule::cap(point centre, int y) const noexcept {
  const auto down = y - centre.y;
  if (std::abs(down) > reach_)
    return {};
  const auto half = static_cast<int>(integer_sqrt(radius_squared_ - down * down));
  return {centre.x - half, centre.x + half + 1};
}

interval capsule::body(int y) const noexcept {
  if (length_squared_ == 0)
    return {};
  // With v = (t, down): |t·dy − down·dx| ≤ cross_max and 0 ≤ t·dx + down·dy ≤ d·d. At both ends the caps' conditions
  // say the same.
  const std::int64_t down = y - top_.y;
  const auto beside = multiples_between(down * dx_ - cross_max_, down * dx_ + cross_max_, dy_, by_dy_);
  const auto between = multiples_between(-down * dy_, length_squared_ - down * dy_, dx_, by_dx_);
  const auto both = beside & between;
  return both.empty() ? interval{} : interval{both.begin + top_.x, both.end + top_.x};
}

} // namespace atelier
