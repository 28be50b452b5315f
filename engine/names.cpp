#include "engine/names.hpp"

#include "engine/edit_distances.hpp"
#include "protocol/json_text.hpp"
#include "protocol/limits.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <utf8proc.h>
#include <utility>

namespace atelier {

namespace {

using code_points = std::vector<utf8proc_int32_t>;

constexpr utf8proc_int32_t replacement = 0xFFFD;

/// Cells of tables of distances that one search may fill, about three nanoseconds each, and how many of them come to
/// what else it takes to compare two names.
constexpr std::size_t search_cells_max = 1'000'000;
constexpr std::size_t cells_for_each = 10;

/// Replaces `points`; false where the text is not UTF-8.
bool decode(std::string_view text, code_points& points) {
  points.clear();
  bool valid = true;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto* const end = at + text.size();
  while (at != end) {
    utf8proc_int32_t point = 0;
    auto size = utf8proc_iterate(at, end - at, &point);
    if (size <= 0) {
      point = replacement;
      size = 1;
      valid = false;
    }
    points.push_back(point);
    at += size;
  }
  return valid;
}

void append(std::string& text, utf8proc_int32_t point) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto size = utf8proc_encode_char(point, bytes.data());
  text.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size));
}

std::string encode(const code_points& points) {
  std::string out;
  for (const auto each : points)
    append(out, each);
  return out;
}

/// Unicode's property White_Space, and the Braille pattern without dots, which looks like one.
bool is_white(utf8proc_int32_t c) noexcept {
  if ((c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0x2800)
    return true;
  const auto category = utf8proc_category(c);
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

bool turns_direction(utf8proc_int32_t c) noexcept {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/// Letters, digits, punctuation and symbols; not marks, which need something to stand on.
bool can_be_seen(utf8proc_int32_t c) noexcept {
  const auto category = utf8proc_category(c);
  return category >= UTF8PROC_CATEGORY_LU && !is_white(c)
         && (category <= UTF8PROC_CATEGORY_LO
             || (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_SO));
}

/// Trimmed, runs of white space made one blank.
code_points tidied(const code_points& points) {
  code_points out;
  for (const auto each : points)
    if (!is_white(each))
      out.push_back(each);
    else if (!out.empty() && out.back() != ' ')
      out.push_back(' ');
  if (!out.empty() && out.back() == ' ')
    out.pop_back();
  return out;
}

/// Decomposes and puts marks into their canonical order; `text` is UTF-8.
code_points decomposed(const std::string& text, unsigned more_options) {
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | more_options);
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto size = static_cast<utf8proc_ssize_t>(text.size());
  code_points out(
      static_cast<std::size_t>(std::max<utf8proc_ssize_t>(utf8proc_decompose(bytes, size, nullptr, 0, options), 0)));
  utf8proc_decompose(bytes, size, out.data(), static_cast<utf8proc_ssize_t>(out.size()), options);
  return out;
}

code_points folded(const code_points& points) {
  // Folding makes a letter of U+0345, a mark, so marks must be in their order before.
  const auto ordered = encode(decomposed(encode(points), 0));
  auto out = decomposed(ordered, UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  std::erase_if(out, [](utf8proc_int32_t c) {
    const auto category = utf8proc_category(c);
    return category == UTF8PROC_CATEGORY_CF || (category == UTF8PROC_CATEGORY_CC && !is_white(c));
  });
  out = tidied(out);
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE);
  const auto size = utf8proc_normalize_utf32(out.data(), static_cast<utf8proc_ssize_t>(out.size()), options);
  out.resize(static_cast<std::size_t>(std::max<utf8proc_ssize_t>(size, 0)));
  return out;
}

code_points folded(std::string_view name) {
  code_points points;
  decode(name, points);
  return folded(points);
}

/// The largest distance that leaves names, the longer one of `longer` code points, as similar as that.
std::size_t distance_max(double at_least, std::size_t longer) {
  // What should be an integer may come out a little below it.
  constexpr double rounding = 1e-9;
  return static_cast<std::size_t>(std::floor((1 - at_least) * static_cast<double>(longer) + rounding));
}

double similarity(std::size_t distance, std::size_t longer) {
  return longer == 0 ? 1 : 1 - static_cast<double>(distance) / static_cast<double>(longer);
}

std::uint64_t letters_of(const code_points& points) noexcept {
  std::uint64_t out = 0;
  for (const auto each : points)
    out |= std::uint64_t{1} << (static_cast<std::uint32_t>(each) % 64);
  return out;
}

} // namespace

std::string folded_name(std::string_view name) {
  return encode(folded(name));
}

double name_similarity(std::string_view a, std::string_view b) {
  const auto first = folded(a);
  const auto second = folded(b);
  const auto longer = std::max(first.size(), second.size());
  return similarity(edit_distances{}(first, second, longer), longer);
}

result<std::string> clean_handle(std::string_view handle) {
  code_points points;
  if (!decode(handle, points))
    return failure(errc::bad_data, "the handle " + shown(handle) + " is not UTF-8");
  // Blanks at the ends go whatever they are; a line feed in between is a control character.
  const auto first = std::ranges::find_if_not(points, is_white);
  const auto last = std::find_if_not(points.rbegin(), std::make_reverse_iterator(first), is_white).base();
  const code_points trimmed{first, last};
  if (std::ranges::any_of(trimmed, [](auto c) { return utf8proc_category(c) == UTF8PROC_CATEGORY_CC; }))
    return failure(errc::bad_data, "the handle " + shown(handle) + " has a control character; leave it out");
  if (std::ranges::any_of(trimmed, turns_direction))
    return failure(errc::bad_data, "the handle " + shown(handle)
                                       + " has a character that turns the direction of writing; leave it out");
  const auto clean = tidied(trimmed);
  if (clean.size() > limits::handle_characters_max)
    return failure(errc::bad_data, "the handle " + shown(handle) + " has " + std::to_string(clean.size())
                                       + " characters; it must have at most "
                                       + std::to_string(limits::handle_characters_max));
  const auto compared = folded(clean);
  if (std::ranges::none_of(compared, can_be_seen))
    return failure(errc::bad_data,
                   "the handle " + shown(handle) + " has nothing that can be seen; it must have a letter or a sign");
  if (encode(compared) == "anonymous")
    return failure(errc::bad_data, "\"anonymous\" stands for everybody who is not signed in; choose another handle");
  return encode(clean);
}

std::optional<std::uint64_t> name_table::find(std::string_view name) const {
  const auto found = places_.find(folded_name(name));
  if (found == places_.end())
    return std::nullopt;
  return by_length_.at(found->second.length)[found->second.index].number;
}

bool name_table::insert(std::string_view name, std::uint64_t number) {
  const auto points = folded(name);
  const auto [added, is_new] = places_.try_emplace(encode(points));
  if (!is_new)
    return false;
  auto& alike = by_length_[points.size()];
  added->second = {points.size(), alike.size()};
  alike.push_back({letters_of(points), number, &added->first});
  return true;
}

void name_table::erase(std::string_view name) {
  const auto found = places_.find(folded_name(name));
  if (found == places_.end())
    return;
  const auto [length, index] = found->second;
  auto& alike = by_length_.at(length);
  alike[index] = alike.back();
  places_.at(*alike[index].folded).index = index;
  alike.pop_back();
  places_.erase(found);
  if (alike.empty())
    by_length_.erase(length);
}

std::vector<std::uint64_t> name_table::similar(std::string_view name, double at_least, std::size_t most) const {
  if (most == 0)
    return {};
  const auto wanted = folded(name);
  const auto letters = letters_of(wanted);
  // How little it is similar, and its number; the best first.
  std::vector<std::pair<double, std::uint64_t>> best;
  edit_distances measure;
  code_points other;
  std::size_t compared = 0;
  for (const auto& [length, alike] : by_length_) {
    const auto longer = std::max(wanted.size(), length);
    const auto difference = longer - std::min(wanted.size(), length);
    for (const auto& each : alike) {
      const auto bound = distance_max(best.size() < most ? at_least : 1 - best.back().first, longer);
      if (difference > bound)
        break;
      // One edit takes away one letter and brings another.
      if (static_cast<std::size_t>(std::popcount(letters ^ each.letters)) > 2 * bound)
        continue;
      if (measure.cells() + cells_for_each * compared > search_cells_max)
        break;
      ++compared;
      decode(*each.folded, other);
      const auto found = measure(wanted, other, bound);
      if (found > bound)
        continue;
      const std::pair ranked{1 - similarity(found, longer), each.number};
      best.insert(std::ranges::upper_bound(best, ranked), ranked);
      if (best.size() > most)
        best.pop_back();
    }
  }
  std::vector<std::uint64_t> out;
  out.reserve(best.size());
  for (const auto& [difference, number] : best)
    out.push_back(number);
  return out;
}

} // namespace atelier
