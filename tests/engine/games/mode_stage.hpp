#pragma once

#include "engine/games/game_mode.hpp"
#include "protocol/ids.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace atelier {

/// A game of any mode as its frame would run it, with a clock that is set by hand. Every step is also taken by a twin
/// that was restored just before it from what was stored: it must answer, tell and show the same.
class mode_stage {
public:
  /// `witnesses`: who is shown the state in each comparison.
  mode_stage(const mode_info& mode, const game_setup& setup, std::vector<game_actor> witnesses, wall_time now);

  /// The last step's effects are in `effects`.
  result<json> act(const game_actor& who, std::string_view action, json args = json::object());
  /// Calls a timer whether or not it is due.
  void call_timer(const std::string& name);
  void picture_made(std::string_view name, picture_id picture);
  json stop();
  /// Puts the clock forward and calls what becomes due on the way, in its order.
  void wait(std::chrono::milliseconds time);
  /// Puts the clock forward; timers stay behind.
  void sleep(std::chrono::milliseconds time) {
    now += time;
  }

  [[nodiscard]] json state(const game_actor& who) const {
    return game->state(who);
  }
  [[nodiscard]] std::vector<std::string> event_names() const;
  /// The data of the last step's first event of that name; null where there is none.
  [[nodiscard]] json event(std::string_view name) const;

  wall_time now;
  std::unique_ptr<game_mode> game;
  game_effects effects;
  game_values values;
  std::map<std::string, wall_time> timers;
  bool is_over = false;
  /// False where many steps only lead to a limit.
  bool has_twin = true;

private:
  /// Takes a step on both games and compares; what it gives is the answer as JSON.
  template <class Step>
  json both(Step step);
  void keep();

  const mode_info& mode_;
  std::vector<game_actor> witnesses_;
};

/// The code of an answer that failed, or null.
[[nodiscard]] json code_of(const result<json>& answer);

} // namespace atelier
