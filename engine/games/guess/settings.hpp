#pragma once

#include "protocol/errors.hpp"
#include "protocol/json_text.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace atelier {

/// The settings of one game of draw and guess (engine/games/guess.md, "Settings").
struct guess_settings {
  std::uint32_t rounds = 0;
  std::chrono::seconds turn{};
  std::chrono::seconds choose{};
  std::chrono::seconds pause{};
  std::uint32_t hint_percent = 0;
  std::uint16_t picture_width = 0;
  std::uint16_t picture_height = 0;
  std::string language;
  std::vector<std::string> words;

  static constexpr std::uint32_t rounds_max = 20;
  static constexpr std::size_t players_min = 2;
  static constexpr std::size_t players_max = 24;
  /// The longest game needs 482.
  static constexpr std::size_t words_max = 500;
  /// A language tag: what RFC 5646 (4.4.1) makes room for.
  static constexpr std::size_t language_characters_max = 35;

  guess_settings() = default;
  /// Reads what `wrong_with_guess_config` finds nothing wrong with.
  explicit guess_settings(const json& config);
};

[[nodiscard]] json default_guess_config();

/// The first thing that is wrong with a whole configuration.
[[nodiscard]] std::optional<error> wrong_with_guess_config(const json& config);

/// What of a configuration is stored with a game: not the words, which only the start needs.
[[nodiscard]] json kept_guess_config(json config);

} // namespace atelier
