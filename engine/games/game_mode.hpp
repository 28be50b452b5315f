#pragma once

#include "engine/games/game_effects.hpp"
#include "engine/games/game_random.hpp"
#include "engine/games/game_setup.hpp"
#include "protocol/errors.hpp"

#include <memory>
#include <span>
#include <string_view>

namespace atelier {

/// Who does something in a game.
struct game_actor {
  /// 0 where nobody is signed in.
  player_id player;
  /// Of the session that the game is in, as it was when the game started.
  std::optional<team_id> team;
  bool admin = false;
};

/// What becomes of something that is said in the session's chat.
struct game_hearing {
  /// False: nobody is shown it, and it is not kept.
  bool is_shown = true;
  /// What the answer to its author has besides, such as `{"guess":"right"}`; or null.
  json told{};
};

/// The rules of one mode with the state of one running game (engine/games/README.md). Knows no I/O, no clock and no
/// randomness but the seed: the same calls with the same times give the same effects. Every change of its state is
/// among the values of the effects that come with it, so that `restore` gives a game that goes on alike.
class game_mode {
public:
  game_mode() = default;
  game_mode(const game_mode&) = delete;
  game_mode& operator=(const game_mode&) = delete;
  virtual ~game_mode() = default;

  /// Begins. Called once, unless the game is restored. Fails where the setup does not do (`too_few_challenges`, …);
  /// nothing has happened then.
  [[nodiscard]] virtual result<void> start(const game_setup& setup, wall_time now, game_effects& out) = 0;

  /// Goes on from what was stored; timers are set by the frame. Values are this mode's own, of this version or before.
  virtual void restore(const game_values& values) = 0;

  /// One of the mode's actions (`mode_info::actions`). The result is the answer. Where it fails, nothing has happened.
  [[nodiscard]] virtual result<json> act(const game_actor& who, std::string_view action, const json& args,
                                         wall_time now, game_effects& out) = 0;

  /// The hash of an image that must be kept before `act` may be called with this; nothing where it needs none, or fails
  /// anyway.
  [[nodiscard]] virtual std::optional<std::string> picture_needed(const game_actor&, std::string_view /*action*/,
                                                                  const json& /*args*/, wall_time /*now*/) {
    return std::nullopt;
  }

  /// A timer is due; not before its time, perhaps long after.
  virtual void timer(std::string_view name, wall_time now, game_effects& out) = 0;

  /// What a client is shown as the session's `game`, besides its mode and start. Nobody sees what is another's secret.
  [[nodiscard]] virtual json state(const game_actor& who) const = 0;

  /// Something is said in the session's chat.
  [[nodiscard]] virtual game_hearing said(const game_actor&, const std::string& /*text*/, wall_time, game_effects&) {
    return {};
  }

  /// A connection of a player is there who had none in the session; the last one of a player is gone.
  virtual void came(player_id, wall_time, game_effects&) {}
  virtual void went(player_id, wall_time, game_effects&) {}

  /// A picture that was asked for is there.
  virtual void picture_made(std::string_view /*name*/, picture_id, wall_time, game_effects&) {}

  /// Whether somebody may draw on a picture of the session now; the error says why not.
  [[nodiscard]] virtual std::optional<error> refuses_drawing(const game_actor&, picture_id) const {
    return std::nullopt;
  }

  /// `stop` was asked: gives what `over` would. Nothing follows.
  [[nodiscard]] virtual json stop(wall_time now, game_effects& out) = 0;
};

/// One mode, as the table of modes has it.
struct mode_info {
  std::string_view name;
  /// Its own actions, with who may ask: `game_mode::act` looks further.
  std::span<const std::string_view> actions;
  /// Every setting with its default.
  json (*defaults)();
  /// What is wrong with a whole configuration.
  std::optional<error> (*wrong_with)(const json& config);
  std::unique_ptr<game_mode> (*make)();
  /// It listens to the session's chat, where nothing may be changed by an edit then.
  bool hears_chat = false;
};

} // namespace atelier
