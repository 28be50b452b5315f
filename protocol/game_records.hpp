#pragma once

#include "protocol/bytes.hpp"
#include "protocol/ids.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// \file
/// Rows of teams, challenges, games and what happened in them; part of the `record` of protocol/records.hpp.

namespace atelier {

/// One that is removed stays, since events name it.
struct team_record {
  session_id session;
  team_id id;
  std::string name;
  /// `#rrggbb`, or empty.
  std::string colour;
  bool removed = false;
  friend bool operator==(const team_record&, const team_record&) = default;
};

/// In which team of a session a player is; nothing takes the row out.
struct team_member_record {
  session_id session;
  player_id player;
  std::optional<team_id> team;
  friend bool operator==(const team_member_record&, const team_member_record&) = default;
};

struct challenge_record {
  challenge_id id;
  std::string title;
  std::string description;
  std::int64_t points = 0;
  /// Such as "en"; empty where it has none.
  std::string language;
  friend bool operator==(const challenge_record&, const challenge_record&) = default;
};

/// The row is removed, also from all sets.
struct challenge_removed {
  challenge_id id;
};

/// Every challenge and every set is removed.
struct challenges_removed {};

struct challenge_set_record {
  challenge_set_id id;
  std::string name;
  /// Ascending.
  std::vector<challenge_id> challenges;
  friend bool operator==(const challenge_set_record&, const challenge_set_record&) = default;
};

struct challenge_set_removed {
  challenge_set_id id;
};

/// A game of a session, running or past; the first of a session is 1.
struct game_record {
  session_id session;
  std::uint32_t number = 0;
  std::string mode;
  /// JSON: who plays in which team, the configuration, the teams: what it was started with.
  std::string setup;
  std::chrono::system_clock::time_point started_at{};
  /// Nothing while it runs.
  std::optional<std::chrono::system_clock::time_point> ended_at;
  /// JSON: what came out; empty while it runs.
  std::string outcome;
  friend bool operator==(const game_record&, const game_record&) = default;
};

/// One value of a running game's state, as JSON text; nothing removes it. All go when the game ends.
struct game_value_record {
  session_id session;
  std::string name;
  std::optional<std::string> value;
};

/// When a running game's timer is due; nothing removes it. All go when the game ends.
struct game_timer_record {
  session_id session;
  std::string name;
  std::optional<std::chrono::system_clock::time_point> at;
};

/// Something that happened in a session.
struct event_record {
  /// In the one count of this server for all events.
  seqno_t seqno = 0;
  session_id session;
  /// The game in which it happened; 0 for none.
  std::uint32_t game = 0;
  std::string name;
  std::chrono::system_clock::time_point at{};
  /// JSON.
  std::string data;
  friend bool operator==(const event_record&, const event_record&) = default;
};

/// Ops that the server itself is to draw on a picture as soon as it can, in their encoding; empty where all are drawn.
struct server_ops_record {
  picture_id picture;
  bytes ops;
};

/// A game that runs, as it was stored.
struct recovered_game {
  game_record record;
  std::vector<game_value_record> values;
  std::vector<game_timer_record> timers;
};

} // namespace atelier
