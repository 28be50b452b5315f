#include "client/cli/text.hpp"

namespace atelier::cli {

namespace {

constexpr std::string_view blanks = " \t\r";

int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

} // namespace

std::string_view trimmed(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view take_word(std::string_view& text) noexcept {
  text = trimmed(text);
  const auto end = std::min(text.find_first_of(blanks), text.size());
  const auto out = text.substr(0, end);
  text = trimmed(text.substr(end));
  return out;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (auto word = take_word(text); !word.empty(); word = take_word(text))
    out.push_back(word);
  return out;
}

std::vector<std::string_view> pieces_of(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    if (const auto piece = trimmed(text.substr(0, end)); !piece.empty())
      out.push_back(piece);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::optional<bytes> from_hex(std::string_view text) {
  bytes out;
  int high = -1;
  for (const char c : text) {
    if (blanks.find(c) != std::string_view::npos)
      continue;
    const int value = hex_value(c);
    if (value < 0)
      return std::nullopt;
    if (high < 0) {
      high = value;
    } else {
      out.push_back(static_cast<std::byte>(high * 16 + value));
      high = -1;
    }
  }
  return high < 0 ? std::optional{std::move(out)} : std::nullopt;
}

std::optional<std::chrono::milliseconds> to_duration(std::string_view text) {
  const auto unit_at = text.find_first_not_of("0123456789.");
  if (unit_at == std::string_view::npos || unit_at == 0)
    return std::nullopt;
  const auto unit = text.substr(unit_at);
  const double factor = unit == "ms" ? 1 : unit == "s" ? 1e3 : unit == "m" ? 60e3 : unit == "h" ? 3600e3 : 0;
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + unit_at, value);
  constexpr double most = 1e12;
  if (factor == 0 || code != std::errc{} || end != text.data() + unit_at || value * factor > most)
    return std::nullopt;
  return std::chrono::milliseconds{static_cast<std::int64_t>(value * factor)};
}

std::string shortened(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max)
    return std::string{text};
  // Not in the middle of a character of UTF-8.
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0) == 0x80)
    --bytes_max;
  return std::string{text.substr(0, bytes_max)} + "…";
}

} // namespace atelier::cli
