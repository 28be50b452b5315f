#pragma once

#include "engine/games/game_mode.hpp"
#include "engine/games/guess/players.hpp"
#include "engine/games/guess/settings.hpp"
#include "engine/games/guess/turn.hpp"
#include "engine/games/guess/word.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace atelier {

/// Draw and guess (engine/games/guess.md).
class guess_game final : public game_mode {
public:
  [[nodiscard]] result<void> start(const game_setup& setup, wall_time now, game_effects& out) override;
  void restore(const game_values& values) override;
  [[nodiscard]] result<json> act(const game_actor& who, std::string_view action, const json& args, wall_time now,
                                 game_effects& out) override;
  void timer(std::string_view name, wall_time now, game_effects& out) override;
  [[nodiscard]] json state(const game_actor& who) const override;
  [[nodiscard]] game_hearing said(const game_actor& who, const std::string& text, wall_time now,
                                  game_effects& out) override;
  void came(player_id who, wall_time now, game_effects& out) override;
  void went(player_id who, wall_time now, game_effects& out) override;
  void picture_made(std::string_view name, picture_id made, wall_time now, game_effects& out) override;
  [[nodiscard]] std::optional<error> refuses_drawing(const game_actor& who, picture_id picture) const override;
  [[nodiscard]] json stop(wall_time now, game_effects& out) override;

private:
  /// A turn in which a word was drawn.
  struct drawn_turn {
    std::uint32_t round = 0;
    player_id drawer{};
    /// Its place in the list.
    std::size_t word = 0;
    std::optional<picture_id> picture{};
  };

  [[nodiscard]] result<json> choose_word(const game_actor& who, const json& args, wall_time now, game_effects& out);
  [[nodiscard]] result<json> vote_skip(const game_actor& who, wall_time now, game_effects& out);
  [[nodiscard]] result<json> vote_kick(const game_actor& who, const json& args, wall_time now, game_effects& out);
  /// Who neither plays nor may decide as an admin.
  [[nodiscard]] std::optional<error> may_not_take_part(const game_actor& who, bool admin_may) const;

  [[nodiscard]] game_hearing heard_in_choosing(const game_actor& who, const std::string& text) const;
  [[nodiscard]] game_hearing whispered(player_id who, const std::string& text, game_effects& out) const;
  [[nodiscard]] game_hearing guessed_right(player_id who, wall_time now, game_effects& out);

  void next_turn(wall_time now, game_effects& out);
  void begin_turn(wall_time now, game_effects& out);
  void draw(std::size_t word, wall_time now, game_effects& out);
  void show_hints(wall_time now, game_effects& out);
  void end_turn(std::string_view reason, wall_time now, game_effects& out);
  void put_out(player_id who, std::string_view reason, game_effects& out);
  /// Whatever follows at once from votes, guesses, and who is out.
  void settle(wall_time now, game_effects& out);
  [[nodiscard]] json finish(std::string_view reason, game_effects& out);
  void enter_phase(guess_phase phase, std::chrono::milliseconds length, wall_time now, game_effects& out);

  [[nodiscard]] bool is_in_turn() const noexcept;
  [[nodiscard]] bool has_everybody_guessed() const;
  [[nodiscard]] json shown_letters() const;
  [[nodiscard]] json shown_players() const;
  [[nodiscard]] json gallery() const;
  /// Of the turn that goes on; null where it has none.
  [[nodiscard]] json shown_picture() const;
  [[nodiscard]] std::vector<player_id> who_know() const;

  void keep_drawn(std::uint32_t number, game_effects& out) const;
  /// Adds the values of everything else that has changed.
  void keep_changes(game_effects& out);

  guess_settings settings_;
  /// Enough for every turn to have three to choose from.
  std::vector<std::string> words_;
  guess_players players_;
  guess_turn turn_;
  guess_turn kept_turn_;
  game_random random_{0};
  std::map<std::uint32_t, drawn_turn> drawn_;
  /// The word of the turn, where there is one.
  std::optional<guess_word> word_;
};

extern const mode_info guess_mode;

} // namespace atelier
