#include "io_actors/content_disposition.hpp"

#include "protocol/attachment_name.hpp"

#include <algorithm>

namespace atelier {

namespace {

bool is_letter_or_digit(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Printable ASCII but for what ends or escapes in a quoted string, and the `%` that some browsers decode there.
bool is_plain(char c) noexcept {
  return c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '%';
}

bool continues_character(char c) noexcept {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// RFC 8187, section 3.2.1: attr-char.
bool is_attribute_character(char c) noexcept {
  constexpr std::string_view others = "!#$&+-.^_`|~";
  return is_letter_or_digit(c) || others.find(c) != std::string_view::npos;
}

std::string plain(std::string_view name) {
  std::string out;
  for (const auto c : name)
    if (is_plain(c))
      out += c;
    else if (!continues_character(c))
      out += '_';
  return out;
}

std::string encoded(std::string_view name) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const auto c : name) {
    if (is_attribute_character(c)) {
      out += c;
      continue;
    }
    const auto value = static_cast<unsigned char>(c);
    out += '%';
    out += digits[value >> 4U];
    out += digits[value & 0xFU];
  }
  return out;
}

} // namespace

std::string attachment_disposition(std::string_view name) {
  const auto clean = clean_attachment_name(name);
  auto value = "attachment; filename=\"" + plain(clean) + '"';
  if (!std::all_of(clean.begin(), clean.end(), is_plain))
    value += "; filename*=UTF-8''" + encoded(clean);
  return value;
}

} // namespace atelier
