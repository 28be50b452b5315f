#include "engine/games/chase/chase_shown.hpp"

#include "engine/games/moments.hpp"

#include <algorithm>

namespace atelier {

namespace {

json shown_picture(const std::string& hash) {
  return hash.empty() ? json() : json(hash);
}

double degrees(std::int32_t units) {
  return static_cast<double>(units) / geo_units_per_degree;
}

} // namespace

json shown_team(const chase_board& board, const chase_team& team) {
  const auto* location = board.locations().last(team.id);
  return {{"team", team.id.value},
          {"name", team.name},
          {"colour", team.colour},
          {"role", name_of(team.role)},
          {"points", team.points},
          {"bounty", team.bounty},
          {"open_challenges", team.hand.size()},
          {"period", shown_period(*board.periods().find(team.period))},
          {"grace_until", shown_moment(team.grace_until)},
          {"location", location ? shown_location(*location) : json()},
          {"picture", shown_picture(team.picture)}};
}

json shown_challenge(const chase_challenge& what) {
  return {
      {"challenge", what.id.value}, {"title", what.title}, {"description", what.description}, {"points", what.points}};
}

json shown_hand(const chase_board& board, const chase_team& team) {
  auto out = json::array();
  for (const auto each : team.hand)
    out.push_back(shown_challenge(*board.challenge(each)));
  return out;
}

json shown_period(const chase_period& what) {
  auto out = what.details;
  out["id"] = what.id.value;
  out["team"] = what.team.value;
  out["role"] = name_of(what.role);
  out["start"] = shown_moment(what.start);
  out["end"] = shown_moment(what.end);
  out["ended_by"] = what.ended_by.empty() ? json() : json(what.ended_by);
  out["picture"] = shown_picture(what.picture);
  return out;
}

json shown_location(const chase_location& what) {
  constexpr double centimetres = 100;
  return {{"id", what.id.value},
          {"team", what.team.value},
          {"player", what.player.value},
          {"latitude", degrees(what.place.latitude)},
          {"longitude", degrees(what.place.longitude)},
          {"accuracy",
           what.accuracy_centimetres ? json(static_cast<double>(*what.accuracy_centimetres) / centimetres) : json()},
          {"at", shown_moment(what.at)}};
}

json shown_end(const chase_board& board, const std::string& ended_by) {
  std::vector<const chase_team*> order;
  for (const auto& [id, team] : board.teams())
    order.push_back(&team);
  std::ranges::stable_sort(order, std::ranges::greater{}, &chase_team::points);
  auto standings = json::array();
  for (const auto* team : order)
    standings.push_back({{"team", team->id.value},
                         {"name", team->name},
                         {"role", name_of(team->role)},
                         {"points", team->points},
                         {"bounty", team->bounty}});
  return {{"ended_by", ended_by}, {"standings", std::move(standings)}};
}

} // namespace atelier
