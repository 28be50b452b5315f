#pragma once

#include "client/cli/game_names.hpp"
#include "protocol/json_text.hpp"

#include <chrono>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

namespace atelier::cli {

/// Tells in words what happens in the games of one session: a line for each event, of any mode.
class game_narrator {
public:
  /// The clock of whoever reads.
  using local_clock = std::function<std::tm(std::chrono::system_clock::time_point)>;

  explicit game_narrator(local_clock local) : local_{std::move(local)} {}

  [[nodiscard]] game_names& names() noexcept {
    return names_;
  }
  [[nodiscard]] const game_names& names() const noexcept {
    return names_;
  }

  /// An event of the stream, or a broadcast that only some are told: `14:02:51 * ada draws: i _ _`. One line, whatever
  /// the server sent; an event that is not known is shown with its data.
  [[nodiscard]] std::string line(const json& event) const;

  /// The same without the time.
  [[nodiscard]] std::string words(const json& event) const;

  /// What a game's state shows to its asker alone: a word to draw, words to choose from.
  [[nodiscard]] std::vector<std::string> own_lines(const json& game) const;

  /// What a guess came to, from the answer of `say`; empty where the text was just said.
  [[nodiscard]] static std::string guess_words(const json& answer);

  /// Whether this broadcast is an event that no stream has, since only some are told.
  [[nodiscard]] static bool is_whisper(const json& broadcast);

  /// A moment of the server as `14:02:51`; `-` for null.
  [[nodiscard]] std::string moment(const json& at) const;

private:
  local_clock local_;
  game_names names_;
};

/// The letters of a word that are shown, `i _ _`.
[[nodiscard]] std::string letters_text(const json& letters);

} // namespace atelier::cli
