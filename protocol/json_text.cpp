#include "protocol/json_text.hpp"

#include "protocol/limits.hpp"

#include <algorithm>
#include <cstdint>

namespace atelier {

namespace {

constexpr std::size_t shown_characters_max = 60;
constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// The deepest nesting of brackets outside strings, as far as the text is JSON.
int depth_of(std::string_view text) noexcept {
  int depth = 0, deepest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      deepest = std::max(deepest, ++depth);
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return deepest;
}

struct character {
  char32_t value = 0;
  /// 0 where the bytes are not UTF-8.
  std::size_t size = 0;
};

/// The character at the front of a text that is not empty (Unicode 15, table 3-7).
character first_character(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint8_t>(text[i]);
  };
  const auto lead = byte(0);
  if (lead < 0x80)
    return {lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size)
    return {};
  char32_t value = lead & (0xFFu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80)
      return {};
    value = value << 6 | (byte(i) & 0x3Fu);
  }
  const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  return overlong || surrogate || value > 0x10FFFF ? character{} : character{value, size};
}

bool presentable(char32_t c) noexcept {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
  const bool turns_direction =
      c == 0x200E || c == 0x200F || c == 0x061C || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  return !control && !turns_direction;
}

/// Appends at most so many characters of the text, sanitized, and gives what is left of it.
std::string_view append_sanitized(std::string& to, std::string_view text, std::size_t characters_max) {
  for (; characters_max > 0 && !text.empty(); --characters_max) {
    const auto [value, size] = first_character(text);
    if (size > 0 && presentable(value))
      to += text.substr(0, size);
    else
      to += replacement;
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return text;
}

} // namespace

result<json> parse_json(std::string_view text) {
  // The parser takes a zero byte for the end of its input.
  if (const auto at = text.find('\0'); at != std::string_view::npos)
    return failure(errc::malformed, "byte " + std::to_string(at) + " of a JSON message is 0");
  if (const auto depth = depth_of(text); depth > limits::json_depth_max)
    return failure(errc::malformed, "a JSON message is nested " + std::to_string(depth) + " deep; the limit is "
                                        + std::to_string(limits::json_depth_max));
  try {
    return json::parse(text);
  } catch (const json::parse_error& e) {
    const auto at = e.byte > 0 ? std::min(e.byte - 1, text.size()) : 0;
    if (at == text.size())
      return failure(errc::malformed, "a JSON message ends too early, after " + std::to_string(at) + " bytes");
    return failure(errc::malformed, "a message is not JSON in UTF-8 at byte " + std::to_string(at) + ", where "
                                        + shown(text.substr(at)) + " stands");
  } catch (const json::exception&) {
    return failure(errc::malformed, "a JSON message has a number beyond what a double can hold");
  }
}

std::string to_text(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string sanitized(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  append_sanitized(out, text, text.size());
  return out;
}

std::string shown(std::string_view text) {
  std::string out{'"'};
  if (!append_sanitized(out, text, shown_characters_max).empty())
    out += "…";
  return out + '"';
}

std::string shown_value(const json& value) {
  if (value.is_string())
    return shown(std::string_view{value.get_ref<const std::string&>()});
  if (value.is_array())
    return "an array";
  if (value.is_object())
    return "an object";
  return to_text(value);
}

std::size_t characters_in(std::string_view text) noexcept {
  std::size_t count = 0;
  for (const char c : text)
    count += (static_cast<std::uint8_t>(c) & 0xC0) != 0x80;
  return count;
}

} // namespace atelier
