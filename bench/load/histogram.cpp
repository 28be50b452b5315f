#include "bench/load/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace atelier::bench {

namespace {

constexpr unsigned part_bits = 6;
constexpr std::uint64_t parts = 1U << part_bits;
constexpr std::uint64_t value_max = std::chrono::nanoseconds{std::chrono::hours{1}}.count();

constexpr std::size_t bucket_of(std::uint64_t value) noexcept {
  if (value < parts)
    return value;
  const auto shift = static_cast<unsigned>(std::bit_width(value)) - 1 - part_bits;
  return (shift + 1) * parts + (value >> shift) - parts;
}

constexpr std::uint64_t middle_of(std::size_t bucket) noexcept {
  if (bucket < parts)
    return bucket;
  const auto shift = bucket / parts - 1;
  return ((bucket % parts + parts) << shift) + ((std::uint64_t{1} << shift) >> 1);
}

} // namespace

histogram::histogram() : buckets_(bucket_of(value_max) + 1) {}

void histogram::add(duration value) noexcept {
  const auto bounded = std::clamp<std::int64_t>(value.count(), 0, value_max);
  ++buckets_[bucket_of(static_cast<std::uint64_t>(bounded))];
  ++count_;
  max_ = std::max(max_, duration{bounded});
}

void histogram::add(const histogram& more) noexcept {
  std::ranges::transform(buckets_, more.buckets_, buckets_.begin(), std::plus{});
  count_ += more.count_;
  max_ = std::max(max_, more.max_);
}

void histogram::clear() noexcept {
  std::ranges::fill(buckets_, 0);
  count_ = 0;
  max_ = {};
}

histogram::duration histogram::percentile(double share) const noexcept {
  const auto rank =
      std::max(std::uint64_t{1}, static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_))));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    seen += buckets_[i];
    if (seen >= rank)
      return std::min(max_, duration{middle_of(i)});
  }
  return max_;
}

} // namespace atelier::bench
