#include "engine/games/running_game.hpp"

namespace atelier {

std::string setup_text(const game_setup& setup) {
  json players = json::array();
  for (const auto& each : setup.players)
    players.push_back(
        {{"id", each.id.value}, {"handle", each.handle}, {"team", each.team ? json(each.team->value) : json()}});
  json teams = json::array();
  for (const auto& each : setup.teams)
    teams.push_back({{"id", each.id.value}, {"name", each.name}, {"colour", each.colour}});
  return to_text({{"players", std::move(players)}, {"teams", std::move(teams)}, {"config", setup.config}});
}

std::map<player_id, std::optional<team_id>> players_of(const std::string& setup) {
  std::map<player_id, std::optional<team_id>> out;
  const auto known = json::parse(setup, nullptr, false);
  if (!known.is_object())
    return out;
  for (const auto& each : known.value("players", json::array())) {
    const auto& team = each.at("team");
    out.emplace(player_id{each.at("id").get<std::uint32_t>()},
                team.is_null() ? std::nullopt : std::optional{team_id{team.get<std::uint32_t>()}});
  }
  return out;
}

} // namespace atelier
