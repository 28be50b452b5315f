#include "engine/sessions/teams.hpp"

#include "engine/arguments.hpp"
#include "engine/names.hpp"
#include "engine/pictures/making.hpp"
#include "engine/players/players.hpp"
#include "protocol/game_limits.hpp"

#include <algorithm>
#include <string>

namespace atelier {

namespace {

std::optional<error> wrong_with_colour(const std::string& colour) {
  const auto is_digit = [](char it) {
    return (it >= '0' && it <= '9') || (it >= 'a' && it <= 'f') || (it >= 'A' && it <= 'F');
  };
  if (colour.empty())
    return std::nullopt;
  if (colour.size() == 7 && colour.front() == '#' && std::all_of(colour.begin() + 1, colour.end(), is_digit))
    return std::nullopt;
  return error{errc::bad_data, "\"colour\" is " + shown(colour) + "; it must be as in \"#1e90ff\""};
}

} // namespace

json to_json(const team_record& shown, const world& all) {
  json players = json::array();
  if (const auto place = all.members.find(shown.session); place != all.members.end())
    for (const auto& [player, team] : place->second)
      if (team == shown.id)
        players.push_back(player.value);
  return {{"id", shown.id.value},
          {"session", shown.session.value},
          {"name", shown.name},
          {"colour", shown.colour.empty() ? json() : json(shown.colour)},
          {"players", std::move(players)}};
}

void teams::add(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto wanted = args.text("name");
  const auto colour = args.optional_text("colour").value_or("");
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  const auto session = *what.session;
  if (auto wrong = wrong_moment(session))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  if (auto wrong = wrong_with_colour(colour))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  const auto& client = *world_.find_client(who.from);
  if (world_.players.contains(client.player) ? world_.players.at(client.player).session != session : true)
    if (auto wrong = not_allowed(who, session, std::nullopt))
      return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  auto& all = world_.teams[session];
  const auto living = std::ranges::count_if(all, [](const auto& each) { return !each.second.removed; });
  if (living >= static_cast<std::ptrdiff_t>(world_.bounds().session_teams_max)
      || all.size() >= game_limits::teams_ever_max)
    return replies_.answer(who,
                           failure(errc::rate_limited, "session " + std::to_string(session.value) + " has "
                                                           + std::to_string(living) + " teams and has had "
                                                           + std::to_string(all.size()) + "; it may have "
                                                           + std::to_string(world_.bounds().session_teams_max)),
                           now);
  const auto name = free_name(wanted, session, std::nullopt);
  if (!name)
    return replies_.answer(who, tl::unexpected{name.error()}, now);
  const team_id id{all.empty() ? 0U : all.rbegin()->first.value + 1};
  const auto& made = all.emplace(id, team_record{session, id, *name, colour, false}).first->second;
  world_.commits.add(made);
  const auto shown = to_json(made, world_);
  replies_.answer(who, json{{"team", shown}}, now);
  replies_.spread({{session, "team_added", {{"team", shown}}}}, now);
}

void teams::rename(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto id = args.number("team");
  const auto wanted = args.text("name");
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  const auto session = *what.session;
  const auto found = find(session, id);
  if (!found)
    return replies_.answer(who, tl::unexpected{found.error()}, now);
  if (auto wrong = not_allowed(who, session, (*found)->id))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  if (auto wrong = wrong_moment(session))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  const auto name = free_name(wanted, session, (*found)->id);
  if (!name)
    return replies_.answer(who, tl::unexpected{name.error()}, now);
  (*found)->name = *name;
  world_.commits.add(**found);
  const auto shown = to_json(**found, world_);
  replies_.answer(who, json{{"team", shown}}, now);
  replies_.spread({{session, "team_renamed", {{"team", shown}}}}, now);
}

void teams::remove(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto id = args.number("team");
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  const auto session = *what.session;
  const auto found = find(session, id);
  if (!found)
    return replies_.answer(who, tl::unexpected{found.error()}, now);
  if (auto wrong = not_allowed(who, session, std::nullopt))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  if (auto wrong = wrong_moment(session))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  const auto shown = to_json(**found, world_);
  (*found)->removed = true;
  world_.commits.add(**found);
  std::vector<player_id> homeless;
  for (const auto& [player, team] : world_.members[session])
    if (team == (*found)->id)
      homeless.push_back(player);
  for (const auto player : homeless)
    put(session, player, std::nullopt);
  replies_.answer(who, json{{"team", shown}}, now);
  replies_.spread({{session, "team_removed", {{"team", shown}}}}, now);
}

void teams::assign(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const player_id player{args.number("player")};
  const auto id = args.optional_number("team");
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  const auto session = *what.session;
  const auto known = world_.players.find(player);
  if (known == world_.players.end() || known->second.removed)
    return replies_.answer(who, failure(errc::not_found, "there is no player " + std::to_string(player.value)), now);
  const auto& client = *world_.find_client(who.from);
  if (client.player != player) {
    if (auto wrong = not_allowed(who, session, std::nullopt))
      return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
    if (!client.admin && known->second.session != session)
      return replies_.answer(who,
                             failure(errc::forbidden, "player " + std::to_string(player.value)
                                                          + " does not play in session " + std::to_string(session.value)
                                                          + "; he comes by himself, by set_player_session"),
                             now);
  }
  if (auto wrong = wrong_moment(session))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  json team;
  if (id) {
    const auto found = find(session, *id);
    if (!found)
      return replies_.answer(who, tl::unexpected{found.error()}, now);
    put(session, player, (*found)->id);
    team = to_json(**found, world_);
  } else {
    put(session, player, std::nullopt);
  }
  const json shown{{"player", to_json(known->second)}, {"team", team}};
  replies_.answer(who, shown, now);
  replies_.spread({{session, "player_changed_team", shown}}, now);
}

void teams::put(session_id session, player_id player, std::optional<team_id> team) {
  auto& all = world_.members[session];
  if (team)
    all.insert_or_assign(player, *team);
  else
    all.erase(player);
  world_.commits.add(team_member_record{session, player, team});
}

void teams::removed(session_id session) {
  // Storage takes the rows out with the session's.
  world_.teams.erase(session);
  world_.members.erase(session);
}

void teams::removed(player_id player) {
  for (auto& [session, all] : world_.members)
    if (all.erase(player) > 0)
      world_.commits.add(team_member_record{session, player, std::nullopt});
}

result<std::string> teams::free_name(const std::string& wanted, session_id session, std::optional<team_id> own) const {
  auto name = clean_name(wanted, "the name of a team");
  if (!name)
    return name;
  const auto folded = folded_name(*name);
  if (folded.empty())
    return failure(errc::bad_data, "the name of a team must have a character that can be seen");
  if (const auto place = world_.teams.find(session); place != world_.teams.end())
    for (const auto& [id, each] : place->second)
      if (!each.removed && id != own && folded_name(each.name) == folded)
        return failure(errc::team_exists,
                       "a team named \"" + each.name + "\" is already in session " + std::to_string(session.value));
  return name;
}

result<team_record*> teams::find(session_id session, std::uint32_t id) {
  if (auto* found = world_.find_team(session, team_id{id}))
    return found;
  return failure(errc::not_found,
                 "there is no team " + std::to_string(id) + " in session " + std::to_string(session.value));
}

std::optional<error> teams::wrong_moment(session_id session) const {
  if (!world_.playing.contains(session))
    return std::nullopt;
  return error{errc::game_in_progress, "a game runs in session " + std::to_string(session.value)
                                           + "; its teams can be changed when it is over"};
}

std::optional<error> teams::not_allowed(const asker& who, session_id session, std::optional<team_id> member_of) const {
  const auto& client = *world_.find_client(who.from);
  const bool signed_in = client.player != player_id{};
  if (client.admin || (signed_in && world_.sessions.at(session).created_by == client.player))
    return std::nullopt;
  if (signed_in && member_of && world_.team_of(session, client.player) == member_of)
    return std::nullopt;
  return error{errc::forbidden, "teams of session " + std::to_string(session.value)
                                    + " may be changed by whoever made it and by an admin"};
}

} // namespace atelier
