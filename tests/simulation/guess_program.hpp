#pragma once

#include "tests/simulation/game_program.hpp"

#include <map>
#include <set>

namespace atelier::simulation {

/// Four people who draw words and guess them, talk, vote, and one who comes and goes; it sees the words in what is
/// stored, as nobody else does.
class guess_program : public game_program {
public:
  guess_program();

  [[nodiscard]] const char* mode() const override {
    return "guess";
  }
  [[nodiscard]] json config() const override;
  [[nodiscard]] std::size_t players() const override {
    return 4;
  }
  void begun(const std::vector<player_id>& players) override {
    players_ = players;
  }
  [[nodiscard]] game_order next(game_random& dice, const json& game) override;
  void answered(const game_order& what, const json& answer) override;
  void check(const json& game, const memory_store& store) override;

  /// Something was stored: remembers who knows which word now. To be called before anybody is told.
  void stored(const memory_store& store, session_id session);
  /// Fails the test where there is a word in it that this player (or nobody: 0) does not know.
  void check_secrets(std::uint32_t player, const std::string& bytes) const;

  [[nodiscard]] int guesses() const noexcept {
    return guesses_;
  }

private:
  [[nodiscard]] game_order said(std::size_t who, std::string text) const;
  [[nodiscard]] game_order choose(game_random& dice);
  [[nodiscard]] game_order talk(game_random& dice);
  [[nodiscard]] std::size_t place_of(std::uint32_t player) const;

  std::vector<player_id> players_;
  std::vector<std::string> words_;
  /// The turn as it was stored last, and what it says.
  std::string stored_;
  std::uint32_t drawer_ = 0;
  std::vector<std::string> offered_;
  /// Empty where none is drawn.
  std::string word_;
  std::map<std::uint32_t, std::set<std::string>> known_;
  std::set<std::string> public_;
  std::size_t events_seen_ = 0;
  /// What was told to be earned, by the game's events.
  std::int64_t earned_ = 0;
  /// Of the turn that goes on, by the events; 0 between turns.
  std::uint32_t told_drawer_ = 0;
  bool is_away_ = false;
  int said_ = 0;
  int guesses_ = 0;
};

} // namespace atelier::simulation
