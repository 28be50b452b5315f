#include "tests/engine/games/chase_field.hpp"

#include <doctest/doctest.h>

namespace atelier::test {

game_setup chase_setup(const json& settings) {
  game_setup out;
  out.config = chase_mode.defaults();
  out.config["catcher_teams"] = {1};
  out.config.update(settings);
  out.players = {{{11}, "ada", team_id{1}},
                 {{12}, "bob", team_id{1}},
                 {{21}, "cy", team_id{2}},
                 {{31}, "dee", team_id{3}},
                 {{99}, "eve", std::nullopt}};
  out.teams = {{{1}, "Reds", "#ff0000"}, {{2}, "Blues", "#0000ff"}, {{3}, "Greens", "#00ff00"}};
  for (std::uint32_t each = 1; each <= 8; ++each)
    out.challenges.push_back({{each}, "task " + std::to_string(each), "do it", 11 * each, "en"});
  out.seed = 5;
  return out;
}

chase_field::chase_field(const json& settings)
    : mode_stage{chase_mode, chase_setup(settings), {admin, nobody, red, blue, green, teamless}, noon} {}

json chase_field::team(std::uint32_t id) const {
  return state(admin).at("teams").at(id - 1);
}

std::uint32_t chase_field::period(std::uint32_t id) const {
  return team(id)["period"]["id"];
}

json chase_field::hand(std::uint32_t id) {
  return act(admin, "team_challenges", {{"team", id}}).value()["challenges"];
}

result<json> chase_field::go(const game_actor& who, double latitude, double longitude) {
  return act(who, "send_location", {{"latitude", latitude}, {"longitude", longitude}});
}

void chase_field::gather() {
  REQUIRE(go(red, 52.5, 13.4));
  REQUIRE(go(blue, 52.501, 13.4));
  REQUIRE(go(green, 52.5, 13.401));
}

result<json> chase_field::catch_team(const game_actor& who, std::uint32_t catcher, std::uint32_t caught) {
  return act(who, "catch", {{"catcher", catcher}, {"caught", caught}, {"period_id", period(caught)}});
}

result<json> chase_field::complete(const game_actor& who, std::uint32_t id) {
  return act(who, "complete", {{"completer", id}, {"completed", hand(id)[0]["challenge"]}, {"period_id", period(id)}});
}

std::set<std::uint32_t> ids_of(const json& hand) {
  std::set<std::uint32_t> out;
  for (const auto& each : hand)
    out.insert(each["challenge"].get<std::uint32_t>());
  return out;
}

} // namespace atelier::test
