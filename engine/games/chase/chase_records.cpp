#include "engine/games/chase/chase_records.hpp"

#include "engine/games/moments.hpp"

namespace atelier {

namespace {

chase_role role_of(const json& from) {
  return from.at("role") == name_of(chase_role::runner) ? chase_role::runner : chase_role::catcher;
}

} // namespace

std::string_view name_of(chase_role role) noexcept {
  return role == chase_role::runner ? "runner" : "catcher";
}

json chase_challenge::stored() const {
  return {{"title", title}, {"description", description}, {"points", points}};
}

chase_challenge chase_challenge::restored(challenge_id id, const json& from) {
  return {id, from.at("title"), from.at("description"), from.at("points")};
}

json chase_team::stored() const {
  auto ids = json::array();
  for (const auto each : hand)
    ids.push_back(each.value);
  return {{"role", name_of(role)},
          {"points", points},
          {"bounty", bounty},
          {"hand", std::move(ids)},
          {"period", period.value},
          {"grace_until", stored_moment(grace_until)},
          {"completed_at", stored_moment(completed_at)},
          {"picture", picture}};
}

void chase_team::restore(const json& from) {
  role = role_of(from);
  points = from.at("points");
  bounty = from.at("bounty");
  for (const auto& each : from.at("hand"))
    hand.push_back({each.get<challenge_id::rep>()});
  period = {from.at("period").get<period_id::rep>()};
  grace_until = restored_moment(from.at("grace_until"));
  completed_at = restored_moment(from.at("completed_at"));
  picture = from.at("picture");
}

json chase_period::stored() const {
  return {{"team", team.value},        {"role", name_of(role)}, {"start", stored_moment(start)},
          {"end", stored_moment(end)}, {"ended_by", ended_by},  {"details", details},
          {"picture", picture}};
}

chase_period chase_period::restored(period_id id, const json& from) {
  return {id,
          {from.at("team").get<team_id::rep>()},
          role_of(from),
          restored_moment(from.at("start")).value_or(wall_time{}),
          restored_moment(from.at("end")),
          from.at("ended_by"),
          from.at("details"),
          from.at("picture")};
}

json chase_location::stored() const {
  return {{"id", id.value},
          {"player", player.value},
          {"latitude", place.latitude},
          {"longitude", place.longitude},
          {"accuracy", accuracy_centimetres ? json(*accuracy_centimetres) : json()},
          {"at", stored_moment(at)}};
}

chase_location chase_location::restored(team_id team, const json& from) {
  chase_location out;
  out.id = {from.at("id").get<location_id::rep>()};
  out.team = team;
  out.player = {from.at("player").get<player_id::rep>()};
  out.place = {from.at("latitude"), from.at("longitude")};
  if (const auto& accuracy = from.at("accuracy"); !accuracy.is_null())
    out.accuracy_centimetres = accuracy.get<std::int64_t>();
  out.at = restored_moment(from.at("at")).value_or(wall_time{});
  return out;
}

json chase_player::stored() const {
  return {{"team", team.value}, {"located_at", stored_moment(located_at)}, {"picture", picture}};
}

chase_player chase_player::restored(player_id id, const json& from) {
  return {id, {from.at("team").get<team_id::rep>()}, restored_moment(from.at("located_at")), from.at("picture")};
}

} // namespace atelier
