#pragma once

#include "protocol/ids.hpp"
#include "protocol/json_text.hpp"
#include "protocol/records.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// \file
/// What a game is made of when it starts: a copy, so that what is changed elsewhere meanwhile is for the next game.

namespace atelier {

struct game_player {
  player_id id;
  std::string handle;
  std::optional<team_id> team;
};

struct game_team {
  team_id id;
  std::string name;
  std::string colour;
};

struct game_challenge {
  challenge_id id;
  std::string title;
  std::string description;
  std::int64_t points = 0;
  /// As in "en" or "de"; empty where it has none.
  std::string language;
};

struct game_setup {
  session_id session;
  /// Of the mode, checked and whole: every setting has a value.
  json config = json::object();
  /// Each ascending by id.
  std::vector<game_player> players;
  std::vector<game_team> teams;
  std::vector<game_challenge> challenges;
  std::vector<picture_record> pictures;
  std::uint64_t seed = 0;
};

/// Everything that a mode keeps, by names of its own choice; what it is restored from.
using game_values = std::map<std::string, json>;

} // namespace atelier
