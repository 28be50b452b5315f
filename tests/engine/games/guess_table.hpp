#pragma once

#include "engine/games/guess.hpp"

#include <doctest/doctest.h>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace atelier::test {

/// Everything that follows from a step, as text.
std::string text_of(const game_effects& all);

/// The players of a game of draw and guess with their frame: keeps the values and timers, and makes the pictures when
/// it is told. Each step is also taken by a game that was restored from the values, and both must go on alike.
class guess_table {
public:
  /// Players 11, 12, …; as many challenges as are needed at most. `changes` are laid over the default configuration.
  explicit guess_table(std::size_t players, json changes = json::object(), std::uint64_t seed = 1);

  [[nodiscard]] static game_setup setup_of(std::size_t players, const json& changes, std::uint64_t seed);

  [[nodiscard]] static game_actor actor(std::uint32_t player) {
    return {player_id{player}, std::nullopt, false};
  }
  [[nodiscard]] static game_actor admin() {
    return {player_id{}, std::nullopt, true};
  }

  json act(const game_actor& who, const std::string& action, const json& args = json::object());
  json act(std::uint32_t player, const std::string& action, const json& args = json::object()) {
    return act(actor(player), action, args);
  }
  game_hearing say(const game_actor& who, const std::string& text);
  game_hearing say(std::uint32_t player, const std::string& text) {
    return say(actor(player), text);
  }
  void came(std::uint32_t player);
  void went(std::uint32_t player);
  /// A picture that was asked for is there.
  void make_picture(const std::string& name, std::uint32_t id);
  void fire(const std::string& name);
  /// Time passes; what is due happens in its order, each at its time.
  void pass(std::chrono::milliseconds length);
  /// Time passes while the server is down; what is due happens afterwards.
  void pass_unseen(std::chrono::milliseconds length);
  json stop();

  [[nodiscard]] json state(std::uint32_t player = 0) const {
    return game.state(actor(player));
  }
  [[nodiscard]] std::uint32_t drawer() const {
    return state()["drawer"];
  }
  [[nodiscard]] std::string phase() const {
    return state()["phase"];
  }
  /// The word that is drawn.
  [[nodiscard]] std::string word() const {
    return state(drawer())["word"];
  }
  /// A player who does not draw: the first one, the second one, …
  [[nodiscard]] std::uint32_t guesser(std::size_t which = 0) const;
  /// The drawer chooses the first word that is offered.
  std::string choose();
  [[nodiscard]] std::int64_t points(std::uint32_t player) const {
    return shown(player)["points"];
  }
  /// A player as everybody sees it.
  [[nodiscard]] json shown(std::uint32_t player) const;
  /// Of the last step: its first event of that name, or null.
  [[nodiscard]] json event(const std::string& name) const;
  [[nodiscard]] bool is_set(const std::string& timer) const {
    return timers.contains(timer);
  }

  guess_game game;
  json config;
  std::vector<std::uint32_t> players;
  game_values kept;
  std::map<std::string, wall_time> timers;
  wall_time now;
  /// Of the last step.
  game_effects last;
  json over;
  /// Called around each step, those that timers take included.
  std::function<void()> before;
  std::function<void()> after;

private:
  template <class Step>
  auto both(Step step);
  void take(game_effects all);
  /// As nobody, the drawer, and one player after another are shown them.
  void compare_states(const guess_game& other) const;
  /// The timer that is due first, at or before that time.
  [[nodiscard]] std::map<std::string, wall_time>::iterator due(wall_time until);

  std::size_t steps_ = 0;
};

/// `bad_data` and so on, or empty where it is no error.
inline std::string code_of(const json& answer) {
  return answer.is_object() && answer.contains("error") ? answer["error"].get<std::string>() : "";
}

} // namespace atelier::test
