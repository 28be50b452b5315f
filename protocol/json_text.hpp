#pragma once

#include "protocol/errors.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace atelier {

using json = nlohmann::json;

/// Parses JSON that a peer sent, in time and stack that its size bounds. Fails with `malformed`: a syntax error,
/// invalid UTF-8, nested deeper than `limits::json_depth_max`. Of a key that stands twice the last one wins.
[[nodiscard]] result<json> parse_json(std::string_view text);

/// The text of a JSON value; what is not UTF-8 in it becomes U+FFFD.
[[nodiscard]] std::string to_text(const json& value);

/// A peer's text, however long, with U+FFFD for each control character, each character that turns the direction of
/// writing, and each byte that is not UTF-8.
[[nodiscard]] std::string sanitized(std::string_view text);

/// A peer's text as an error message may show it: sanitized, in quotes, at most about 60 characters.
[[nodiscard]] std::string shown(std::string_view text);

/// A peer's value as an error message may show it: a string as above, a number or literal as it is, an array or
/// object as those words.
[[nodiscard]] std::string shown_value(const json& value);

/// How many characters (code points) a UTF-8 text has.
[[nodiscard]] std::size_t characters_in(std::string_view text) noexcept;

} // namespace atelier
