#include "storage/attachments/thumbnail.hpp"

#include "protocol/limits.hpp"

#include <algorithm>
#include <utility>

namespace atelier {

namespace {

/// Where the box of pixel `index` begins, of `small` pixels made from `large`.
std::uint32_t box_begin(std::uint32_t index, std::uint32_t small, std::uint32_t large) noexcept {
  return static_cast<std::uint32_t>(std::uint64_t{index} * large / small);
}

std::uint8_t rounded(std::uint64_t sum, std::uint64_t weight) noexcept {
  return static_cast<std::uint8_t>(weight == 0 ? 0 : (sum + weight / 2) / weight);
}

} // namespace

image_size thumbnail_size(image_size original) {
  const auto longer = std::max(original.width, original.height);
  if (longer <= limits::thumbnail_side_max)
    return original;
  const auto scaled = [&](std::uint32_t side) {
    const auto rounded_side = (std::uint64_t{side} * limits::thumbnail_side_max + longer / 2) / longer;
    return std::max(1U, static_cast<std::uint32_t>(rounded_side));
  };
  return {scaled(original.width), scaled(original.height)};
}

thumbnail::thumbnail(image_size original) {
  const auto size = thumbnail_size(original);
  small_ = image{static_cast<std::uint16_t>(size.width), static_cast<std::uint16_t>(size.height)};
}

void thumbnail::begin(image_size source) {
  source_ = source;
  next_row_ = 0;
  small_row_ = 0;
  row_.assign(small_.width, {});
}

void thumbnail::add_row(std::span<const rgba> row) noexcept {
  for (std::uint32_t x = 0; x < small_.width; ++x) {
    auto& sum = row_[x];
    const auto end = box_begin(x + 1, small_.width, source_.width);
    for (auto at = box_begin(x, small_.width, source_.width); at < end; ++at) {
      const auto& pixel = row[at];
      sum.r += std::uint64_t{pixel.r} * pixel.a;
      sum.g += std::uint64_t{pixel.g} * pixel.a;
      sum.b += std::uint64_t{pixel.b} * pixel.a;
      sum.a += pixel.a;
      ++sum.count;
    }
  }
  if (++next_row_ == box_begin(small_row_ + 1, small_.height, source_.height))
    finish_row();
}

void thumbnail::finish_row() noexcept {
  for (std::uint32_t x = 0; x < small_.width; ++x) {
    const auto sum = std::exchange(row_[x], {});
    small_.at(x, small_row_) = {rounded(sum.r, sum.a), rounded(sum.g, sum.a), rounded(sum.b, sum.a),
                                rounded(sum.a, sum.count)};
  }
  ++small_row_;
}

} // namespace atelier
