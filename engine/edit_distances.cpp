#include "engine/edit_distances.hpp"

#include <algorithm>
#include <utility>

namespace atelier {

namespace {

/// Cuts off what both begin with and end with, which no distance needs.
void drop_common(edit_distances::text& a, edit_distances::text& b) {
  const auto shorter = std::min(a.size(), b.size());
  std::size_t front = 0;
  while (front < shorter && a[front] == b[front])
    ++front;
  a = a.subspan(front);
  b = b.subspan(front);
  std::size_t back = 0;
  while (back < shorter - front && a[a.size() - 1 - back] == b[b.size() - 1 - back])
    ++back;
  a = a.first(a.size() - back);
  b = b.first(b.size() - back);
}

} // namespace

std::size_t edit_distances::operator()(text a, text b, std::size_t most) {
  drop_common(a, b);
  if (a.size() > b.size())
    std::swap(a, b);
  if (b.size() - a.size() > most)
    return most + 1;
  for (auto* each : {&before_, &last_, &row_})
    each->assign(b.size() + 1, most + 1);
  for (std::size_t j = 0; j <= std::min(b.size(), most); ++j)
    last_[j] = j;
  std::size_t least_of_last = 0;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    const auto least = fill_row(a, b, i, most);
    // A swap reaches over one row.
    if (least > most && least_of_last > most)
      return most + 1;
    least_of_last = least;
    std::swap(before_, last_);
    std::swap(last_, row_);
  }
  return last_[b.size()];
}

/// The distances of the first `i` of `a` to beginnings of `b`, in the diagonal band that a distance of at most `most`
/// can't leave; answers the least of them.
std::size_t edit_distances::fill_row(text a, text b, std::size_t i, std::size_t most) {
  const auto from = i > most ? i - most : 0;
  const auto to = std::min(b.size(), i + most);
  cells_ += to - from + 1;
  auto least = most + 1;
  for (auto j = from; j <= to; ++j) {
    if (j == 0) {
      row_[j] = i;
    } else {
      const auto left = j > from ? row_[j - 1] : most + 1;
      const auto above = j < i + most ? last_[j] : most + 1;
      row_[j] = std::min({last_[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), left + 1, above + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row_[j] = std::min(row_[j], before_[j - 2] + 1);
    }
    least = std::min(least, row_[j]);
  }
  return least;
}

} // namespace atelier
