#pragma once

#include "client/fault.hpp"
#include "protocol/json_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace atelier::cli {

/// `KEY=VALUE` words as an object. A VALUE that is JSON (a number, true, null, "text in quotes", [a list], {…}) is
/// that; any other is the text itself. `misuse` for a word without a key, which says `example`, and for a key that
/// stands twice.
[[nodiscard]] client::outcome<json> to_arguments(const std::vector<std::string>& words, std::string_view example);

/// The same, but every VALUE is a text.
[[nodiscard]] client::outcome<json> to_texts(const std::vector<std::string>& words, std::string_view example);

/// The words of a typed line, which blanks separate that stand neither in double quotes nor in brackets:
/// `word="ice cream" ids=[1, 2]` has two.
[[nodiscard]] std::vector<std::string> argument_words(std::string_view line);

} // namespace atelier::cli
