#pragma once

#include "protocol/chat.hpp"

#include <string>
#include <string_view>

namespace atelier::cli {

/// What others wrote, as a terminal may show it: tabs become blanks, `line_break` stands for each end of a line, and
/// U+FFFD for all other control characters, for characters that turn the direction of writing and for what is not
/// UTF-8. So nobody else moves the cursor or begins a line.
[[nodiscard]] std::string presentable(std::string_view text, std::string_view line_break);

/// A name that others chose, on one line.
[[nodiscard]] std::string presentable_name(std::string_view name);

/// Who it is, and how sure that is: `ada`, `ada (claimed)`, `anonymous`.
[[nodiscard]] std::string author_words(std::string_view handle, author_identity identity);

} // namespace atelier::cli
