#pragma once

#include "protocol/game_records.hpp"
#include "protocol/json_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace atelier {

/// The fields of a challenge that are in an object: `title` (needed), `description`, `points`, `language`, on top of
/// what `known` has. Fails with `bad_data` for one of another kind; `where` begins the message.
[[nodiscard]] result<challenge_record> challenge_from(const json& fields, challenge_record known,
                                                      const std::string& where);

/// A list of such objects.
[[nodiscard]] result<std::vector<challenge_record>> challenges_from(const json& list);

/// CSV whose first row names the columns, in any order: `title`, and optionally the others. Errors name the line.
[[nodiscard]] result<std::vector<challenge_record>> challenges_from_csv(std::string_view text);

} // namespace atelier
