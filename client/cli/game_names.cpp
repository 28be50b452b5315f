#include "client/cli/game_names.hpp"

#include "client/cli/chat_text.hpp"
#include "client/cli/json_fields.hpp"
#include "client/cli/named_things.hpp"

#include <array>

namespace atelier::cli {

namespace {

constexpr std::array player_arguments{"player"};
constexpr std::array team_arguments{"team", "catcher", "caught", "completer"};

std::string name_or_number(const std::map<std::uint64_t, std::string>& known, const json& id, const char* noun) {
  const auto number = to_count(id);
  const auto found = number ? known.find(*number) : known.end();
  return found != known.end() ? presentable_name(found->second) : std::string{noun} + " " + value_words(id);
}

client::outcome<void> put_id(json& arguments, const char* name, const std::map<std::uint64_t, std::string>& known,
                             const kind_of_thing& kind) {
  const auto meant = raw_field(arguments, name);
  if (meant.empty())
    return {};
  auto all = json::array();
  for (const auto& [id, its] : known)
    all.push_back({{"id", id}, {kind.name, its}});
  const auto id = find_id(all, kind, meant);
  if (!id)
    return tl::unexpected{id.error()};
  arguments[name] = *id;
  return {};
}

} // namespace

void game_names::learn(names& to, const json& thing, const char* id, const char* name) {
  const auto number = count_field(thing, id);
  auto text = raw_field(thing, name);
  if (number && !text.empty())
    to[*number] = std::move(text);
}

void game_names::take_state(const json& state) {
  take_players(list_field(state, "players"));
  for (const auto& each : list_field(state, "teams"))
    learn(teams_, each, "id", "name");
  const auto& game = field(state, "game");
  for (const auto& each : list_field(game, "players"))
    learn(players_, each, "player", "handle");
  for (const auto& each : list_field(game, "teams"))
    learn(teams_, each, "team", "name");
}

void game_names::take_broadcast(const json& message) {
  const auto& data = field(message, "data");
  learn(players_, field(data, "player"), "id", "handle");
  learn(teams_, field(data, "team"), "id", "name");
}

void game_names::take_players(const json& players) {
  for (const auto& each : players)
    learn(players_, each, "id", "handle");
}

std::string game_names::player(const json& id) const {
  return name_or_number(players_, id, "player");
}

std::string game_names::team(const json& id) const {
  return name_or_number(teams_, id, "team");
}

client::outcome<json> game_names::with_ids(json arguments) const {
  for (const auto* each : player_arguments)
    if (const auto put = put_id(arguments, each, players_, a_player); !put)
      return tl::unexpected{put.error()};
  for (const auto* each : team_arguments)
    if (const auto put = put_id(arguments, each, teams_, a_team); !put)
      return tl::unexpected{put.error()};
  return arguments;
}

} // namespace atelier::cli
