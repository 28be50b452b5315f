#include "client/cli/game_state_text.hpp"

#include "client/cli/json_fields.hpp"
#include "client/cli/output.hpp"
#include "client/cli/surroundings.hpp"

#include <algorithm>
#include <vector>

namespace atelier::cli {

namespace {

using table = std::vector<std::vector<std::string>>;

/// So that the table fits on a screen; the action `counts` has all.
constexpr std::size_t scores_max = 20;

/// The elements with the highest of that number first, equal ones in their order.
std::vector<json> by_score(const json& all, const char* score) {
  std::vector<json> out(all.begin(), all.end());
  std::ranges::stable_sort(out, [&](const json& a, const json& b) {
    return count_field(a, score).value_or(0) > count_field(b, score).value_or(0);
  });
  return out;
}

std::string place_text(const json& game, const json& counts, const game_narrator& by) {
  auto out = "picture " + field_words(game, "picture") + ", " + field_words(game, "width") + "×"
             + field_words(game, "height") + ", " + std::to_string(list_field(game, "palette").size())
             + " colours, cool-down " + field_words(game, "cooldown_seconds") + " s; " + field_words(game, "placed")
             + " placed, " + field_words(game, "seen") + " seen, players: " + field_words(game, "players") + "\n";
  const auto players = by_score(list_field(counts, "players"), "placed");
  if (players.empty())
    return out;
  table rows{{"PLAYER", "TEAM", "PLACED", "SEEN"}};
  for (std::size_t i = 0; i < players.size() && i < scores_max; ++i) {
    const auto& team = field(players[i], "team");
    rows.push_back({by.names().player(field(players[i], "player")), team.is_null() ? "-" : by.names().team(team),
                    field_words(players[i], "placed"), field_words(players[i], "seen")});
  }
  out += to_table(rows);
  if (players.size() > scores_max)
    out += "and " + std::to_string(players.size() - scores_max) + " more\n";
  return out;
}

std::string guess_text(const json& game, const game_narrator& by) {
  const auto phase = raw_field(game, "phase");
  auto out = "turn " + field_words(game, "turn") + ", round " + field_words(game, "round") + " of "
             + field_words(game, "rounds") + ", " + field_words(game, "phase") + " until "
             + by.moment(field(game, "until")) + ": " + by.names().player(field(game, "drawer"));
  if (phase == "drawing")
    out += " draws " + letters_text(list_field(game, "letters")) + " on picture " + field_words(game, "picture");
  else if (phase == "pause")
    out += " drew " + field_words(game, "word");
  else
    out += " chooses a word";
  out += "\n";
  table rows{{"PLAYER", "POINTS", "GUESSED", "IS"}};
  for (const auto& each : by_score(list_field(game, "players"), "points")) {
    const bool away = !field(each, "away_until").is_null();
    rows.push_back({field_words(each, "handle"), field_words(each, "points"),
                    flag_field(each, "guessed") ? "yes" : "no",
                    flag_field(each, "out") ? "out"
                    : away                  ? "away until " + by.moment(field(each, "away_until"))
                                            : "here"});
  }
  return out + to_table(rows);
}

std::string chase_text(const json& game, const game_narrator& by) {
  const auto& end = field(game, "ends_at");
  auto out = end.is_null() ? std::string{"it ends when it is stopped\n"} : "it ends at " + by.moment(end) + "\n";
  table rows{{"TEAM", "ROLE", "POINTS", "BOUNTY", "CHALLENGES", "PERIOD", "GRACE UNTIL"}};
  for (const auto& each : by_score(list_field(game, "teams"), "points"))
    rows.push_back({field_words(each, "name"), field_words(each, "role"), field_words(each, "points"),
                    field_words(each, "bounty"), field_words(each, "open_challenges"),
                    field_words(field(each, "period"), "id"), by.moment(field(each, "grace_until"))});
  out += to_table(rows);
  const auto& hand = list_field(game, "challenges");
  if (hand.empty())
    return out;
  table own{{"CHALLENGE", "TITLE", "POINTS", "DESCRIPTION"}};
  for (const auto& each : hand)
    own.push_back({field_words(each, "challenge"), field_words(each, "title"), field_words(each, "points"),
                   field_words(each, "description")});
  return out + to_table(own);
}

std::string players_text(const json& state) {
  table rows{{"PLAYER", "TEAM"}};
  for (const auto& player : list_field(state, "players")) {
    std::string its = "-";
    for (const auto& team : list_field(state, "teams"))
      for (const auto& member : list_field(team, "players"))
        if (member == field(player, "id"))
          its = field_words(team, "name");
    rows.push_back({field_words(player, "handle"), its});
  }
  return rows.size() > 1 ? to_table(rows) : "nobody plays here yet\n";
}

} // namespace

std::string game_text(const json& state, const json& counts, const game_narrator& by) {
  const auto& session = field(state, "session");
  auto out = "session " + field_words(session, "id") + " \"" + field_words(session, "name") + "\", mode "
             + field_words(session, "mode");
  const auto& game = field(state, "game");
  if (!game.is_object())
    return out + ": no game runs\n" + players_text(state);
  out += ": game " + field_words(game, "number") + " since " + by.moment(field(game, "started_at")) + "\n";
  const auto mode = raw_field(game, "mode");
  if (mode == "place")
    out += place_text(game, counts, by);
  else if (mode == "guess")
    out += guess_text(game, by);
  else if (mode == "chase")
    out += chase_text(game, by);
  else
    out += players_text(state);
  for (const auto& each : by.own_lines(game))
    out += each + "\n";
  return out;
}

std::string session_text(const json& state, const game_narrator& by) {
  auto out = game_text(state, json{}, by);
  table teams{{"TEAM", "NAME", "COLOUR", "PLAYERS"}};
  for (const auto& each : list_field(state, "teams"))
    teams.push_back({field_words(each, "id"), field_words(each, "name"), field_words(each, "colour"),
                     std::to_string(list_field(each, "players").size())});
  if (teams.size() > 1)
    out += to_table(teams);
  table pictures{{"PICTURE", "NAME", "SIZE"}};
  for (const auto& each : list_field(state, "pictures"))
    pictures.push_back({field_words(each, "id"), field_words(each, "name"),
                        field_words(each, "width") + "×" + field_words(each, "height")});
  if (pictures.size() > 1)
    out += to_table(pictures);
  table noted;
  const auto& metadata = field(field(state, "session"), "metadata");
  for (const auto& [name, value] : metadata.items())
    noted.push_back({name, value_words(value)});
  return out + to_table(noted);
}

void print_session(const json& state) {
  game_narrator by{local_time};
  by.names().take_state(state);
  print(session_text(state, by));
}

} // namespace atelier::cli
