#pragma once

#include "protocol/json_text.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace atelier {

/// What a text is compared by, in code points: folded as names are, then only letters, marks and digits.
using guess_key = std::vector<std::int32_t>;

[[nodiscard]] guess_key guess_key_of(std::string_view text);

/// What a text is as a guess at a word.
enum class guess_verdict { other, mentioned, near, right };

/// A word that is drawn or offered, and how people's texts compare with it (engine/games/guess.md).
class guess_word {
public:
  /// UTF-8, with at least one letter or digit.
  explicit guess_word(std::string text);

  [[nodiscard]] const std::string& text() const noexcept {
    return text_;
  }

  /// A long text takes long: some microseconds for a hundred characters.
  [[nodiscard]] guess_verdict judge(std::string_view said) const;

  /// Whether the key of what is said contains the word's.
  [[nodiscard]] bool is_contained_in(std::string_view said) const;

  /// Whether somebody who knows the word must not say that: it contains the word, or is nearly the word.
  [[nodiscard]] bool is_given_away_by(std::string_view said) const;

  /// How many characters of it are letters or digits, and hidden at first.
  [[nodiscard]] std::size_t letters() const noexcept {
    return letters_;
  }

  /// One string for each character, null for each letter but those whose numbers (0 … `letters()` − 1) are open.
  [[nodiscard]] json shown(std::span<const std::size_t> open) const;

private:
  /// A grapheme cluster (Unicode, annex 29).
  struct character {
    std::string text;
    bool is_letter = false;
  };

  [[nodiscard]] bool is_mentioned_in(std::string_view said) const;

  std::string text_;
  guess_key key_;
  std::vector<character> characters_;
  std::size_t letters_ = 0;
};

} // namespace atelier
