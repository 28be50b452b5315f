#include "engine/games/guess/word.hpp"

#include "engine/edit_distances.hpp"
#include "engine/names.hpp"

#include <algorithm>
#include <array>
#include <utf8proc.h>
#include <utility>

namespace atelier {

namespace {

constexpr std::int32_t replacement = 0xFFFD;

std::vector<std::int32_t> decoded(std::string_view text) {
  std::vector<std::int32_t> out;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto* const end = at + text.size();
  while (at != end) {
    utf8proc_int32_t point = 0;
    const auto size = utf8proc_iterate(at, end - at, &point);
    out.push_back(size > 0 ? point : replacement);
    at += std::max<utf8proc_ssize_t>(size, 1);
  }
  return out;
}

void append_point(std::string& text, std::int32_t point) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto size = utf8proc_encode_char(point, bytes.data());
  text.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size));
}

/// Letters, marks and digits: what a key is made of.
bool belongs_to_key(std::int32_t point) {
  const auto category = utf8proc_category(point);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

bool is_letter_or_digit(std::int32_t point) {
  const auto category = utf8proc_category(point);
  return belongs_to_key(point) && category != UTF8PROC_CATEGORY_MN && category != UTF8PROC_CATEGORY_MC
         && category != UTF8PROC_CATEGORY_ME;
}

bool contains(const guess_key& text, const guess_key& key) {
  return !std::ranges::search(text, key).empty();
}

/// The keys of the words that a text is made of.
std::vector<guess_key> words_of(std::string_view text) {
  std::vector<guess_key> out;
  bool inside = false;
  for (const auto point : decoded(folded_name(text))) {
    const bool belongs = belongs_to_key(point);
    if (belongs && !inside)
      out.emplace_back();
    if (belongs)
      out.back().push_back(point);
    inside = belongs;
  }
  return out;
}

/// Whether the words from this one on, put together, come to the key.
bool begins_with_words(std::span<const guess_key> words, std::span<const std::int32_t> key) {
  for (const auto& each : words) {
    if (key.empty() || each.size() > key.size() || !std::ranges::equal(each, key.first(each.size())))
      break;
    key = key.subspan(each.size());
  }
  return key.empty();
}

} // namespace

guess_key guess_key_of(std::string_view text) {
  auto points = decoded(folded_name(text));
  std::erase_if(points, [](auto point) { return !belongs_to_key(point); });
  return points;
}

guess_word::guess_word(std::string text) : text_{std::move(text)}, key_{guess_key_of(text_)} {
  utf8proc_int32_t breaking = 0;
  std::int32_t before = 0;
  for (const auto point : decoded(text_)) {
    if (characters_.empty() || utf8proc_grapheme_break_stateful(before, point, &breaking))
      characters_.emplace_back();
    append_point(characters_.back().text, point);
    characters_.back().is_letter = characters_.back().is_letter || is_letter_or_digit(point);
    before = point;
  }
  letters_ = static_cast<std::size_t>(std::ranges::count_if(characters_, &character::is_letter));
}

guess_verdict guess_word::judge(std::string_view said) const {
  const auto key = guess_key_of(said);
  if (key.empty())
    return guess_verdict::other;
  if (key == key_)
    return guess_verdict::right;
  if (edit_distances{}(key, key_, 1) <= 1)
    return guess_verdict::near;
  return is_mentioned_in(said) ? guess_verdict::mentioned : guess_verdict::other;
}

bool guess_word::is_contained_in(std::string_view said) const {
  return contains(guess_key_of(said), key_);
}

bool guess_word::is_given_away_by(std::string_view said) const {
  return is_contained_in(said) || judge(said) != guess_verdict::other;
}

bool guess_word::is_mentioned_in(std::string_view said) const {
  const auto is_caseless = [](std::int32_t point) {
    return utf8proc_category(point) == UTF8PROC_CATEGORY_LO;
  };
  if (std::ranges::any_of(key_, is_caseless))
    return is_contained_in(said);
  const auto words = words_of(said);
  for (std::size_t i = 0; i < words.size(); ++i)
    if (begins_with_words(std::span{words}.subspan(i), key_))
      return true;
  return false;
}

json guess_word::shown(std::span<const std::size_t> open) const {
  json out = json::array();
  std::size_t letter = 0;
  for (const auto& each : characters_) {
    const bool hidden = each.is_letter && std::ranges::find(open, letter) == open.end();
    letter += each.is_letter ? 1 : 0;
    out.push_back(hidden ? json() : json(each.text));
  }
  return out;
}

} // namespace atelier
