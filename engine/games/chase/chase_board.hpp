#pragma once

#include "engine/games/chase/chase_config.hpp"
#include "engine/games/chase/chase_locations.hpp"
#include "engine/games/chase/chase_periods.hpp"
#include "engine/games/game_random.hpp"
#include "engine/games/game_setup.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace atelier {

/// All that a game of chase knows, and how it changes; whether it may is asked elsewhere (`chase_game`). Ids that are
/// given to what changes are known to be there. Whatever changes is stored in the effects.
class chase_board {
public:
  [[nodiscard]] result<void> start(const game_setup& setup, wall_time now, game_effects& out);
  void restore(const game_values& values);

  [[nodiscard]] const chase_config& config() const noexcept {
    return config_;
  }
  [[nodiscard]] std::optional<wall_time> ends_at() const noexcept {
    return ends_at_;
  }
  [[nodiscard]] const std::map<team_id, chase_team>& teams() const noexcept {
    return teams_;
  }
  [[nodiscard]] const std::map<player_id, chase_player>& players() const noexcept {
    return players_;
  }
  [[nodiscard]] const chase_periods& periods() const noexcept {
    return periods_;
  }
  [[nodiscard]] const chase_locations& locations() const noexcept {
    return locations_;
  }
  [[nodiscard]] const chase_team* team(team_id which) const;
  [[nodiscard]] const chase_player* player(player_id which) const;
  [[nodiscard]] const chase_challenge* challenge(challenge_id which) const;

  /// Gives what went to the bounty.
  std::int64_t complete(team_id who, challenge_id what, wall_time now, game_effects& out);
  /// Gives the bounty that changed hands.
  std::int64_t catch_team(team_id catcher, team_id caught, wall_time now, game_effects& out);
  /// An admin changes the role; to the other one.
  void change_role(team_id which, chase_role role, wall_time now, game_effects& out);
  void leave_grace(team_id which, game_effects& out);
  void deal(team_id which, game_effects& out);
  void add_challenge(team_id which, challenge_id what, game_effects& out);
  const chase_location& locate(player_id who, geo_point place, std::optional<std::int64_t> accuracy_centimetres,
                               wall_time now, game_effects& out);
  void set_team_picture(team_id which, const std::string& hash, game_effects& out);
  void set_player_picture(player_id who, const std::string& hash, game_effects& out);
  void set_period_picture(period_id which, const std::string& hash, game_effects& out);
  /// Ends every current period.
  void end(const std::string& ended_by, wall_time now, game_effects& out);

private:
  [[nodiscard]] std::optional<error> wrong_with(const game_setup& setup, const chase_config& config,
                                                wall_time now) const;
  [[nodiscard]] std::set<team_id> draw_catchers();
  void begin_role(chase_team& team, chase_role role, wall_time now, game_effects& out);
  void next_period(chase_team& team, const std::string& ended_by, json details, wall_time now, game_effects& out);
  void take_hand(chase_team& team, game_effects& out);
  void store(const chase_team& team, game_effects& out) const;
  void store(const chase_player& player, game_effects& out) const;

  chase_config config_;
  std::optional<wall_time> ends_at_;
  game_random random_{0};
  std::map<team_id, chase_team> teams_;
  std::map<player_id, chase_player> players_;
  std::map<challenge_id, chase_challenge> challenges_;
  std::set<std::pair<team_id, challenge_id>> completed_;
  chase_periods periods_;
  chase_locations locations_{1};
};

} // namespace atelier
