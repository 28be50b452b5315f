#include "client/cli/chat_text.hpp"

#include "protocol/json_text.hpp"

namespace atelier::cli {

namespace {

bool is_plain(char c) noexcept {
  return c >= ' ' && c <= '~';
}

/// The length of the first character, or of bytes that are none, of a text that is not empty.
std::size_t first_length(std::string_view text) noexcept {
  std::size_t out = 1;
  constexpr std::size_t utf8_bytes_max = 4;
  while (out < std::min(text.size(), utf8_bytes_max) && (static_cast<unsigned char>(text[out]) & 0xC0) == 0x80)
    ++out;
  return out;
}

} // namespace

std::string presentable(std::string_view text, std::string_view line_break) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (text.starts_with("\r\n"))
      text.remove_prefix(1);
    const char c = text.front();
    std::size_t taken = 1;
    if (is_plain(c)) {
      out += c;
    } else if (c == '\t') {
      out += ' ';
    } else if (c == '\n') {
      out += line_break;
    } else {
      taken = first_length(text);
      const auto quoted = shown(text.substr(0, taken));
      out.append(quoted, 1, quoted.size() - 2);
    }
    text.remove_prefix(taken);
  }
  return out;
}

std::string presentable_name(std::string_view name) {
  return presentable(name, "\xEF\xBF\xBD");
}

std::string author_words(std::string_view handle, author_identity identity) {
  const auto mark = name_of(identity);
  auto out = presentable_name(handle);
  if (identity == author_identity::verified || handle == mark)
    return out;
  return out + " (" + std::string{mark} + ")";
}

} // namespace atelier::cli
