#pragma once

#include "protocol/json_text.hpp"

#include <cstdint>
#include <optional>
#include <string>

/// Members of what a server sent, whatever that is: nothing here throws.

namespace atelier::cli {

/// The member of that name; null where there is none.
[[nodiscard]] const json& field(const json& object, const char* name);

/// The array of that name; an empty one where there is none.
[[nodiscard]] const json& list_field(const json& object, const char* name);

/// The text of that name as it came; empty where there is none.
[[nodiscard]] std::string raw_field(const json& object, const char* name);

/// A whole number from 0 on; nothing where it is anything else.
[[nodiscard]] std::optional<std::uint64_t> to_count(const json& value);
[[nodiscard]] std::optional<std::uint64_t> count_field(const json& object, const char* name);

[[nodiscard]] bool flag_field(const json& object, const char* name);

/// A value on one line, as a terminal may show it: a text without quotes, `-` for null, else JSON.
[[nodiscard]] std::string value_words(const json& value);
[[nodiscard]] std::string field_words(const json& object, const char* name);

} // namespace atelier::cli
