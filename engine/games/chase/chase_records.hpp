#pragma once

#include "engine/games/chase/distance.hpp"
#include "protocol/ids.hpp"
#include "protocol/json_text.hpp"
#include "protocol/records.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// \file
/// What a game of chase keeps, and how it is stored: `stored` gives the value, the constructor reads it back.

namespace atelier {

enum class chase_role : std::uint8_t { catcher, runner };

[[nodiscard]] std::string_view name_of(chase_role role) noexcept;

using period_id = strong_id<struct chase_period_tag, std::uint32_t>;
using location_id = strong_id<struct chase_location_tag, std::uint32_t>;

struct chase_challenge {
  challenge_id id;
  std::string title;
  std::string description;
  std::int64_t points = 0;

  [[nodiscard]] json stored() const;
  static chase_challenge restored(challenge_id id, const json& from);
};

struct chase_team {
  team_id id;
  std::string name;
  std::string colour;
  chase_role role = chase_role::catcher;
  std::int64_t points = 0;
  std::int64_t bounty = 0;
  /// Ascending.
  std::vector<challenge_id> hand;
  /// Its current one.
  period_id period;
  std::optional<wall_time> grace_until;
  std::optional<wall_time> completed_at;
  std::string picture;

  /// All but name and colour, which never change.
  [[nodiscard]] json stored() const;
  void restore(const json& from);
};

struct chase_period {
  period_id id;
  team_id team;
  chase_role role = chase_role::catcher;
  wall_time start{};
  std::optional<wall_time> end;
  std::string ended_by;
  /// What its end has besides (engine/games/chase.md, "Periods"), as it is shown.
  json details = json::object();
  std::string picture;

  [[nodiscard]] json stored() const;
  static chase_period restored(period_id id, const json& from);
};

struct chase_location {
  location_id id;
  team_id team;
  player_id player;
  geo_point place;
  std::optional<std::int64_t> accuracy_centimetres;
  wall_time at{};

  [[nodiscard]] json stored() const;
  static chase_location restored(team_id team, const json& from);
};

struct chase_player {
  player_id id;
  team_id team;
  std::optional<wall_time> located_at;
  std::string picture;

  [[nodiscard]] json stored() const;
  static chase_player restored(player_id id, const json& from);
};

} // namespace atelier
