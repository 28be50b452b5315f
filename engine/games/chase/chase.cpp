#include "engine/games/chase/chase.hpp"

#include "engine/arguments.hpp"
#include "engine/bounded_list.hpp"
#include "engine/games/chase/chase_shown.hpp"
#include "engine/games/moments.hpp"

#include <algorithm>
#include <array>

namespace atelier {

/// Every action, who may ask it, and what carries it out.
struct chase_game::command_table {
  enum class audience : std::uint8_t { all, own, admin };
  struct entry {
    std::string_view name;
    audience may = audience::all;
    result<json> (chase_game::*run)(request&) = nullptr;
    /// What it shows, of those that name a picture.
    result<pictured> (chase_game::*pictures)(request&) const;
  };

  static constexpr std::array entries{
      entry{"catch", audience::own, &chase_game::catch_team, nullptr},
      entry{"complete", audience::own, &chase_game::complete, nullptr},
      entry{"make_team_catcher", audience::admin, &chase_game::make_team_catcher, nullptr},
      entry{"make_team_runner", audience::admin, &chase_game::make_team_runner, nullptr},
      entry{"generate_team_challenges", audience::admin, &chase_game::generate_team_challenges, nullptr},
      entry{"add_challenge_to_team", audience::admin, &chase_game::add_challenge_to_team, nullptr},
      entry{"team_challenges", audience::own, &chase_game::team_challenges, nullptr},
      entry{"send_location", audience::own, &chase_game::send_location, nullptr},
      entry{"locations", audience::all, &chase_game::list_locations, nullptr},
      entry{"past_locations", audience::all, &chase_game::past_locations, nullptr},
      entry{"periods", audience::all, &chase_game::list_periods, nullptr},
      entry{"upload_team_picture", audience::own, &chase_game::upload_team_picture, &chase_game::pictured_team},
      entry{"upload_player_picture", audience::own, &chase_game::upload_player_picture, &chase_game::pictured_player},
      entry{"upload_period_picture", audience::own, &chase_game::upload_period_picture, &chase_game::pictured_period},
      entry{"thumbnails", audience::all, &chase_game::thumbnails, nullptr},
  };

  static constexpr auto names = [] {
    std::array<std::string_view, entries.size()> out;
    std::ranges::transform(entries, out.begin(), &entry::name);
    return out;
  }();

  static const entry* find(std::string_view action);

  static std::optional<error> refuses(audience may, const game_actor& who, std::string_view action) {
    if (may == audience::all || who.admin)
      return std::nullopt;
    if (who.player == player_id{})
      return error{errc::unauthorized, "\"" + std::string{action} + "\" needs a player: sign in first"};
    if (may == audience::admin)
      return error{errc::forbidden, "\"" + std::string{action} + "\" is for admins"};
    return std::nullopt;
  }
};

const mode_info chase_mode{
    "chase",
    chase_game::command_table::names,
    chase_defaults,
    wrong_with_chase,
    [] { return std::unique_ptr<game_mode>{std::make_unique<chase_game>()}; },
};

result<void> chase_game::start(const game_setup& setup, wall_time now, game_effects& out) {
  return board_.start(setup, whole_milliseconds(now), out);
}

void chase_game::restore(const game_values& values) {
  board_.restore(values);
}

const chase_game::command_table::entry* chase_game::command_table::find(std::string_view action) {
  const auto* const found = std::ranges::find(entries, action, &entry::name);
  return found == entries.end() ? nullptr : found;
}

result<json> chase_game::act(const game_actor& who, std::string_view action, const json& args, wall_time now,
                             game_effects& out) {
  now = whole_milliseconds(now);
  const auto* const found = command_table::find(action);
  if (!found)
    return failure(errc::unknown_action, shown(action) + " is no action of chase");
  if (const auto end = board_.ends_at(); is_over_ || (end && now >= *end))
    return failure(errc::game_not_running,
                   "the game is over" + (end ? " since " + to_text(shown_moment(end)) : std::string{}));
  if (auto refused = command_table::refuses(found->may, who, action))
    return tl::unexpected{std::move(*refused)};
  arguments in{args};
  request asked{who, args, in, now, out};
  return (this->*found->run)(asked);
}

std::optional<std::string> chase_game::picture_needed(const game_actor& who, std::string_view action, const json& args,
                                                      wall_time now) {
  const auto* const found = command_table::find(action);
  if (!found || !found->pictures || command_table::refuses(found->may, who, action))
    return std::nullopt;
  arguments in{args};
  game_effects none;
  request asked{who, args, in, now, none};
  const auto named = (this->*found->pictures)(asked);
  return named ? std::optional{named->hash} : std::nullopt;
}

void chase_game::timer(std::string_view name, wall_time now, game_effects& out) {
  now = whole_milliseconds(now);
  const auto end = board_.ends_at();
  if (is_over_)
    return;
  if (name == "end" && end && now >= *end) {
    is_over_ = true;
    board_.end("time", now, out);
    out.over = shown_end(board_, "time");
    return;
  }
  for (const auto& [id, team] : board_.teams()) {
    if (name != "grace/" + std::to_string(id.value))
      continue;
    if (team.grace_until && now >= *team.grace_until)
      leave_grace(id, out);
    return;
  }
}

json chase_game::state(const game_actor& who) const {
  bounded_list teams;
  for (const auto& [id, team] : board_.teams())
    if (!teams.add(shown_team(board_, team)))
      break;
  const auto* player = board_.player(who.player);
  return {{"teams", std::move(teams).items()},
          {"ends_at", shown_moment(board_.ends_at())},
          {"team", player ? json(player->team.value) : json()},
          {"challenges", player ? hand_of(player->team) : json::array()}};
}

json chase_game::stop(wall_time now, game_effects& out) {
  is_over_ = true;
  board_.end("stop", whole_milliseconds(now), out);
  return shown_end(board_, "stop");
}

bool chase_game::is_own(const game_actor& who, team_id team) const {
  const auto* player = board_.player(who.player);
  return who.admin || (player && player->team == team);
}

result<const chase_team*> chase_game::team_named(request& asked, std::string_view argument) const {
  const team_id id{asked.in.number(argument)};
  if (asked.in.wrong())
    return tl::unexpected{*asked.in.wrong()};
  if (const auto* team = board_.team(id))
    return team;
  return failure(errc::not_found, "there is no team " + std::to_string(id.value) + " in this game");
}

result<const chase_team*> chase_game::own_team_named(request& asked, std::string_view argument) const {
  auto team = team_named(asked, argument);
  if (!team || is_own(asked.who, (*team)->id))
    return team;
  return failure(errc::forbidden, "player " + std::to_string(asked.who.player.value) + " is not in team "
                                      + std::to_string((*team)->id.value) + " and may not act for it");
}

result<const chase_player*> chase_game::own_player(request& asked) const {
  const auto given = asked.in.optional_number("player");
  if (asked.in.wrong())
    return tl::unexpected{*asked.in.wrong()};
  const player_id id{given.value_or(asked.who.player.value)};
  const auto* player = board_.player(id);
  if (!player)
    return failure(errc::not_found, "player " + std::to_string(id.value) + " is in no team of this game");
  if (id != asked.who.player && !asked.who.admin)
    return failure(errc::forbidden, "player " + std::to_string(asked.who.player.value) + " may not act for player "
                                        + std::to_string(id.value));
  return player;
}

void chase_game::leave_grace(team_id team, game_effects& out) {
  board_.leave_grace(team, out);
  out.events.push_back({"team_left_grace_period", {{"team", team.value}, {"teams", teams_shown({team})}}});
}

void chase_game::tell_hand(team_id team, game_effects& out) const {
  game_event event{"challenges_changed", team_and_hand(team)};
  for (const auto& [id, player] : board_.players())
    if (player.team == team)
      event.only_for.push_back(id);
  if (!event.only_for.empty())
    out.events.push_back(std::move(event));
}

json chase_game::teams_shown(std::initializer_list<team_id> ids) const {
  auto out = json::array();
  for (const auto id : ids)
    out.push_back(shown_team(board_, *board_.team(id)));
  return out;
}

json chase_game::hand_of(team_id team) const {
  return shown_hand(board_, *board_.team(team));
}

json chase_game::team_and_hand(team_id team) const {
  return {{"team", team.value}, {"challenges", hand_of(team)}};
}

} // namespace atelier
