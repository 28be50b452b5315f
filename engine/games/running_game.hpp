#pragma once

#include "engine/games/game_mode.hpp"
#include "protocol/game_records.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace atelier {

/// A game that runs in a session: its rules, and who plays in which team, as it was when it started.
struct running_game {
  game_record record;
  std::unique_ptr<game_mode> rules;
  std::map<player_id, std::optional<team_id>> players;
  std::map<std::string, wall_time> timers;
};

/// What `game_record::setup` holds, and back.
[[nodiscard]] std::string setup_text(const game_setup& setup);
[[nodiscard]] std::map<player_id, std::optional<team_id>> players_of(const std::string& setup);

} // namespace atelier
