#pragma once

#include "engine/games/chase/chase_board.hpp"
#include "engine/games/game_mode.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace atelier {

class arguments;

extern const mode_info chase_mode;

/// Runners and catchers in the open air (engine/games/chase.md): who may do what when, and who hears of it.
class chase_game final : public game_mode {
public:
  struct command_table;

  [[nodiscard]] result<void> start(const game_setup& setup, wall_time now, game_effects& out) override;
  void restore(const game_values& values) override;
  [[nodiscard]] result<json> act(const game_actor& who, std::string_view action, const json& args, wall_time now,
                                 game_effects& out) override;
  [[nodiscard]] std::optional<std::string> picture_needed(const game_actor& who, std::string_view action,
                                                          const json& args, wall_time now) override;
  void timer(std::string_view name, wall_time now, game_effects& out) override;
  [[nodiscard]] json state(const game_actor& who) const override;
  [[nodiscard]] json stop(wall_time now, game_effects& out) override;

private:
  /// One command on its way.
  struct request {
    const game_actor& who;
    const json& args;
    arguments& in;
    wall_time now;
    game_effects& out;
  };
  /// A picture that is to be shown, and of what.
  struct pictured {
    std::string hash;
    std::variant<team_id, player_id, period_id> what;
  };

  result<json> catch_team(request& asked);
  result<json> complete(request& asked);
  result<json> make_team_catcher(request& asked);
  result<json> make_team_runner(request& asked);
  result<json> make_team(request& asked, chase_role role);
  result<json> generate_team_challenges(request& asked);
  result<json> add_challenge_to_team(request& asked);
  result<json> send_location(request& asked);
  result<json> upload_team_picture(request& asked);
  result<json> upload_player_picture(request& asked);
  result<json> upload_period_picture(request& asked);
  result<json> team_challenges(request& asked);
  result<json> list_locations(request& asked);
  result<json> past_locations(request& asked);
  result<json> list_periods(request& asked);
  result<json> thumbnails(request& asked);

  [[nodiscard]] result<pictured> pictured_team(request& asked) const;
  [[nodiscard]] result<pictured> pictured_player(request& asked) const;
  [[nodiscard]] result<pictured> pictured_period(request& asked) const;

  /// The team that an argument names; `bad_data` for any argument that was wrong until now, or `not_found`.
  [[nodiscard]] result<const chase_team*> team_named(request& asked, std::string_view argument) const;
  /// As above, and `forbidden` unless it is the asker's.
  [[nodiscard]] result<const chase_team*> own_team_named(request& asked, std::string_view argument) const;
  /// The one whom `player` names, or the asker; `not_found`, or `forbidden` for another one.
  [[nodiscard]] result<const chase_player*> own_player(request& asked) const;
  [[nodiscard]] bool is_own(const game_actor& who, team_id team) const;
  /// `bad_data` where `period_id` is not the team's current one.
  [[nodiscard]] std::optional<error> wrong_with_period(request& asked, const chase_team& team) const;
  [[nodiscard]] std::optional<error> too_far(const chase_team& one, const chase_team& other) const;
  void tell_hand(team_id team, game_effects& out) const;
  void leave_grace(team_id team, game_effects& out);
  [[nodiscard]] json teams_shown(std::initializer_list<team_id> ids) const;
  [[nodiscard]] json hand_of(team_id team) const;
  [[nodiscard]] json team_and_hand(team_id team) const;

  chase_board board_;
  bool is_over_ = false;
};

} // namespace atelier
