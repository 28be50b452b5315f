#include "storage/search_query.hpp"

#include "protocol/limits.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace atelier {

namespace {

/// The white space of Unicode beyond ASCII, in UTF-8.
constexpr std::array<std::string_view, 19> wide_blanks{
    "\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81", "\xe2\x80\x82", "\xe2\x80\x83",
    "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86", "\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a",
    "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80"};

/// Bytes of white space at the beginning, control characters included: a zero byte would end the query.
std::size_t blank_bytes(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first <= 0x20 || first == 0x7f)
    return 1;
  const auto* wide = std::ranges::find_if(wide_blanks, [&](auto blank) { return text.starts_with(blank); });
  return wide == wide_blanks.end() ? 0 : wide->size();
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto blank = blank_bytes(text.substr(at));
    if (blank > 0 && at > begin)
      words.push_back(text.substr(begin, at - begin));
    at += std::max<std::size_t>(blank, 1);
    if (blank > 0)
      begin = at;
  }
  if (begin < text.size())
    words.push_back(text.substr(begin));
  return words;
}

void append_quoted(std::string& to, std::string_view word) {
  to += '"';
  for (const auto c : word) {
    if (c == '"')
      to += '"';
    to += c;
  }
  to += '"';
}

} // namespace

result<std::string> to_search_query(session_id session, std::string_view text) {
  const auto words = words_of(text);
  if (words.empty())
    return std::string{};
  if (words.size() > limits::search_words_max)
    return failure(errc::bad_data, "a search has " + std::to_string(words.size()) + " words; at most "
                                       + std::to_string(limits::search_words_max) + " are looked up at once");
  auto query = "session : \"" + std::to_string(session.value) + "\" AND {text attachment_name handle} : (";
  for (const auto word : words) {
    append_quoted(query, word);
    query += " * ";
  }
  return query + ')';
}

} // namespace atelier
