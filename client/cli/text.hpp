#pragma once

#include "protocol/bytes.hpp"

#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Small pieces of text that a person types.

namespace atelier::cli {

/// A whole number in decimal; nothing where the text is anything else or does not fit.
template <std::integral T>
[[nodiscard]] std::optional<T> to_number(std::string_view text) {
  T out{};
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), out);
  return code == std::errc{} && end == text.data() + text.size() ? std::optional{out} : std::nullopt;
}

[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

/// What stands between spaces and tabs.
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view text);

/// Cuts off and gives the first word; empty where there is none.
std::string_view take_word(std::string_view& text) noexcept;

/// What stands between separators, trimmed; empty pieces are left out.
[[nodiscard]] std::vector<std::string_view> pieces_of(std::string_view text, char separator);

/// Hexadecimal digits in pairs, with spaces anywhere between them.
[[nodiscard]] std::optional<bytes> from_hex(std::string_view text);

/// `200ms`, `5s`, `2m`, `1h`, with or without a fraction.
[[nodiscard]] std::optional<std::chrono::milliseconds> to_duration(std::string_view text);

/// The text cut to a length that fits on a screen.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t bytes_max = 400);

} // namespace atelier::cli
