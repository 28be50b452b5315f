#include "engine/pictures/stroke_job.hpp"

#include <algorithm>
#include <bit>

namespace atelier {

stroke_job::stroke_job(const stroke_op& what, const box& picture) noexcept
    : what_{what}, ink_{what.colour}, picture_{picture} {
  std::uint64_t pixels = 0;
  for (std::size_t i = 0; i < lines(); ++i) {
    const auto shape = line(i);
    const auto part = shape.bounds() & picture;
    if (part.empty())
      continue;
    within_ = within_ | part;
    const auto row_pixels = std::min(part.columns.size(), shape.row_pixels_max());
    pixels += part.rows.size() * row_pixels;
    cost_ += part.rows.size() * (capsule::row_work + row_pixels / bits_per_word);
  }
  if (within_.empty())
    return;
  laid_until_ = within_.rows.begin;
  words_per_row_ = (within_.columns.end - 1) / bits_per_word - within_.columns.begin / bits_per_word + 1;
  cost_ += lines() + std::min(pixels, within_.area()) + within_.rows.size() * words_per_row_;
}

std::uint64_t stroke_job::step(raster& on, std::uint64_t pixels) {
  std::uint64_t spent = 0;
  while (!done() && spent < pixels)
    spent += lines_marked_ < lines() ? mark_rows(pixels - spent) : lay_row(on);
  return spent;
}

std::size_t stroke_job::lines() const noexcept {
  return what_.size() == 1 ? 1 : std::max<std::size_t>(what_.size(), 1) - 1;
}

capsule stroke_job::line(std::size_t i) const noexcept {
  return {what_[i], what_[std::min(i + 1, what_.size() - 1)], what_.width};
}

std::span<std::uint64_t> stroke_job::mask_row(int y) noexcept {
  return std::span{mask_}.subspan(static_cast<std::size_t>(y - within_.rows.begin) * words_per_row_, words_per_row_);
}

std::uint64_t stroke_job::mark_rows(std::uint64_t pixels) {
  if (mask_.empty())
    mask_.resize(within_.rows.size() * words_per_row_);
  std::uint64_t spent = 0;
  if (!current_) {
    current_ = line(lines_marked_);
    const auto part = current_->bounds() & picture_;
    rows_left_ = part.empty() ? interval{} : part.rows;
    ++spent;
  }
  for (; !rows_left_.empty() && spent < pixels; ++rows_left_.begin) {
    const auto columns = current_->row(rows_left_.begin) & within_.columns;
    if (!columns.empty())
      mark(rows_left_.begin, columns);
    spent += capsule::row_work + columns.size() / bits_per_word;
  }
  if (rows_left_.empty()) {
    current_.reset();
    ++lines_marked_;
  }
  return spent;
}

void stroke_job::mark(int y, interval columns) noexcept {
  const auto origin = within_.columns.begin / bits_per_word * bits_per_word;
  const auto first = static_cast<unsigned>(columns.begin - origin);
  const auto last = static_cast<unsigned>(columns.end - 1 - origin);
  const auto row = mask_row(y);
  const auto from_first = ~std::uint64_t{0} << first % bits_per_word;
  const auto up_to_last = ~std::uint64_t{0} >> (bits_per_word - 1 - last % bits_per_word);
  const auto first_word = first / bits_per_word, last_word = last / bits_per_word;
  if (first_word == last_word) {
    row[first_word] |= from_first & up_to_last;
    return;
  }
  row[first_word] |= from_first;
  std::fill(row.begin() + first_word + 1, row.begin() + last_word, ~std::uint64_t{0});
  row[last_word] |= up_to_last;
}

std::uint64_t stroke_job::lay_row(raster& on) {
  static_assert(bits_per_word == raster::tile_side);
  const auto before = covered_;
  auto across = static_cast<unsigned>(within_.columns.begin / bits_per_word);
  for (const auto bits : mask_row(laid_until_)) {
    on.blend_bits(laid_until_, across++, bits, ink_);
    covered_ += std::popcount(bits);
  }
  ++laid_until_;
  return words_per_row_ + covered_ - before;
}

} // namespace atelier
