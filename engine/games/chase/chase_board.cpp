#include "engine/games/chase/chase_board.hpp"

#include "engine/games/chase/chase_dealing.hpp"

#include <algorithm>
#include <string_view>
#include <type_traits>

namespace atelier {

namespace {

template <class Map>
auto find_in(Map& all, const typename std::remove_const_t<Map>::key_type& which) -> decltype(&all.begin()->second) {
  const auto place = all.find(which);
  return place == all.end() ? nullptr : &place->second;
}

std::string numbered(std::string_view kind, std::uint32_t number) {
  return std::string{kind} + "/" + std::to_string(number);
}

} // namespace

const chase_team* chase_board::team(team_id which) const {
  return find_in(teams_, which);
}

const chase_player* chase_board::player(player_id which) const {
  return find_in(players_, which);
}

const chase_challenge* chase_board::challenge(challenge_id which) const {
  return find_in(challenges_, which);
}

void chase_board::store(const chase_team& team, game_effects& out) const {
  out.values.push_back({numbered("team", team.id.value), team.stored()});
}

void chase_board::store(const chase_player& player, game_effects& out) const {
  out.values.push_back({numbered("player", player.id.value), player.stored()});
}

std::int64_t chase_board::complete(team_id who, challenge_id what, wall_time now, game_effects& out) {
  auto& team = teams_.at(who);
  const auto& done = challenges_.at(what);
  const auto share = done.points * config_.share_percent / 100;
  team.points += done.points;
  team.bounty += share;
  team.completed_at = now;
  if (completed_.emplace(who, what).second)
    out.values.push_back({numbered("completed", who.value) + "/" + std::to_string(what.value), true});
  next_period(team, "completed",
              {{"challenge", what.value}, {"title", done.title}, {"points", done.points}, {"bounty", share}}, now, out);
  take_hand(team, out);
  store(team, out);
  return share;
}

std::int64_t chase_board::catch_team(team_id catcher, team_id caught, wall_time now, game_effects& out) {
  auto& winner = teams_.at(catcher);
  auto& loser = teams_.at(caught);
  const auto bounty = std::exchange(loser.bounty, 0);
  winner.points += bounty;
  begin_role(winner, chase_role::runner, now, out);
  begin_role(loser, chase_role::catcher, now, out);
  next_period(winner, "catch", {{"other", caught.value}, {"bounty", bounty}}, now, out);
  next_period(loser, "caught", {{"other", catcher.value}, {"bounty", bounty}}, now, out);
  store(winner, out);
  store(loser, out);
  return bounty;
}

void chase_board::change_role(team_id which, chase_role role, wall_time now, game_effects& out) {
  auto& team = teams_.at(which);
  begin_role(team, role, now, out);
  next_period(team, "made_" + std::string{name_of(role)}, json::object(), now, out);
  store(team, out);
}

void chase_board::begin_role(chase_team& team, chase_role role, wall_time now, game_effects& out) {
  team.role = role;
  const auto timer = numbered("grace", team.id.value);
  if (role == chase_role::catcher) {
    team.hand.clear();
    if (team.grace_until)
      out.timers.push_back({timer, std::nullopt});
    team.grace_until.reset();
    return;
  }
  take_hand(team, out);
  if (config_.grace.count() == 0)
    return;
  team.grace_until = now + config_.grace;
  out.timers.push_back({timer, team.grace_until});
}

void chase_board::next_period(chase_team& team, const std::string& ended_by, json details, wall_time now,
                              game_effects& out) {
  periods_.end(team.period, ended_by, std::move(details), now, out);
  team.period = periods_.begin(team.id, team.role, now, out);
}

void chase_board::take_hand(chase_team& team, game_effects& out) {
  std::vector<challenge_id> all;
  for (const auto& [id, challenge] : challenges_)
    all.push_back(id);
  const auto is_completed = [&](challenge_id each) {
    return completed_.contains({team.id, each});
  };
  team.hand = deal_hand(all, team.hand, is_completed, config_.open_challenges, random_);
  out.values.push_back({"random", random_.state()});
}

void chase_board::leave_grace(team_id which, game_effects& out) {
  auto& team = teams_.at(which);
  team.grace_until.reset();
  out.timers.push_back({numbered("grace", which.value), std::nullopt});
  store(team, out);
}

void chase_board::deal(team_id which, game_effects& out) {
  auto& team = teams_.at(which);
  take_hand(team, out);
  store(team, out);
}

void chase_board::add_challenge(team_id which, challenge_id what, game_effects& out) {
  auto& team = teams_.at(which);
  team.hand.insert(std::ranges::upper_bound(team.hand, what), what);
  store(team, out);
}

const chase_location& chase_board::locate(player_id who, geo_point place,
                                          std::optional<std::int64_t> accuracy_centimetres, wall_time now,
                                          game_effects& out) {
  auto& player = players_.at(who);
  player.located_at = now;
  store(player, out);
  return locations_.add({{}, player.team, who, place, accuracy_centimetres, now}, out);
}

void chase_board::set_team_picture(team_id which, const std::string& hash, game_effects& out) {
  auto& team = teams_.at(which);
  team.picture = hash;
  store(team, out);
}

void chase_board::set_player_picture(player_id who, const std::string& hash, game_effects& out) {
  auto& player = players_.at(who);
  player.picture = hash;
  store(player, out);
}

void chase_board::set_period_picture(period_id which, const std::string& hash, game_effects& out) {
  periods_.set_picture(which, hash, out);
}

void chase_board::end(const std::string& ended_by, wall_time now, game_effects& out) {
  for (const auto& [id, team] : teams_)
    periods_.end(team.period, ended_by, json::object(), now, out);
}

} // namespace atelier
