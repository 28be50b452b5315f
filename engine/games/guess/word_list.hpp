#pragma once

#include "engine/games/game_setup.hpp"
#include "protocol/errors.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace atelier {

/// What is drawn on a picture within a turn.
inline constexpr std::size_t guess_word_characters_max = 40;

/// A word as it is shown: trimmed, runs of blanks made one. `bad_data` for what can't be drawn and guessed
/// (engine/games/guess.md, "Start").
[[nodiscard]] result<std::string> clean_guess_word(std::string_view text);

/// The words of those challenges that have one, of this language or, where it is empty, of all; then `more`. No two
/// have the same key.
[[nodiscard]] std::vector<std::string> guess_words_of(const std::vector<game_challenge>& challenges,
                                                      const std::string& language,
                                                      const std::vector<std::string>& more);

} // namespace atelier
