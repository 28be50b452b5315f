#pragma once

#include "protocol/errors.hpp"
#include "protocol/ids.hpp"

#include <string>
#include <string_view>

namespace atelier {

/// The query (https://www.sqlite.org/fts5.html, section 3) that finds the messages of a session which hold every word
/// of `text`, or one that begins so, in text, file name or handle. Words are what white space parts, and nothing in
/// them has a meaning of its own. Empty where there is no word; `bad_data` where there are more than
/// `limits::search_words_max`.
[[nodiscard]] result<std::string> to_search_query(session_id session, std::string_view text);

} // namespace atelier
