#pragma once

#include "engine/games/game_random.hpp"
#include "tests/simulation/memory_store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace atelier::simulation {

/// Who gives an order in a simulated game: a player by its place among those of the game, or one of these.
constexpr std::size_t by_admin = 1'000;
constexpr std::size_t by_nobody = 1'001;

/// What a program does in one step.
struct game_order {
  enum class kind { command, leave, come };
  kind what = kind::command;
  std::size_t who = 0;
  std::string action{};
  json args = json::object();
  /// Where it is not of the game's own session: global, or another.
  bool is_global = false;
  /// What must come, where it is known: an error's code.
  std::string refused_with{};
};

/// Plays a game at random, from its own numbers and what an admin was shown before, and knows the rules well enough to
/// see whether they were kept.
class game_program {
public:
  game_program() = default;
  game_program(const game_program&) = delete;
  game_program& operator=(const game_program&) = delete;
  virtual ~game_program() = default;

  [[nodiscard]] virtual const char* mode() const = 0;
  /// Of its session.
  [[nodiscard]] virtual json config() const = 0;
  /// How many play, and in how many teams, one after another.
  [[nodiscard]] virtual std::size_t players() const = 0;
  [[nodiscard]] virtual std::size_t teams() const {
    return 0;
  }

  /// The game has begun, with these players.
  virtual void begun(const std::vector<player_id>& players) = 0;
  /// `game` is what an admin is shown; never null.
  [[nodiscard]] virtual game_order next(game_random& dice, const json& game) = 0;
  virtual void answered(const game_order& what, const json& answer) = 0;
  /// Looks at the game as an admin is shown it when a step is over.
  virtual void check(const json& game, const memory_store& store) = 0;
};

} // namespace atelier::simulation
