#include "client/cli/game_narrator.hpp"

#include "client/cli/game_state_text.hpp"

#include <algorithm>
#include <doctest/doctest.h>

namespace atelier::cli {

namespace {

std::tm utc(std::chrono::system_clock::time_point at) {
  const auto seconds = std::chrono::system_clock::to_time_t(at);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  return parts;
}

constexpr auto soon = "2026-11-20T14:03:00.000Z";

/// One who knows the players ada (7) and bob (8) and the teams red (2) and blue (3).
game_narrator narrator() {
  game_narrator out{utc};
  out.names().take_state({{"players", {{{"id", 7}, {"handle", "ada"}}, {{"id", 8}, {"handle", "bob"}}}},
                          {"teams", {{{"id", 2}, {"name", "red"}}, {{"id", 3}, {"name", "blue"}}}}});
  return out;
}

std::string told(const std::string& event, const json& data) {
  return narrator().words({{"event", event}, {"data", data}});
}

json letters() {
  return {"i", nullptr, nullptr, " ", nullptr, "r"};
}

} // namespace

TEST_CASE("the beginning and the end of a game are told") {
  CHECK(told("started", {{"game", {{"number", 3}, {"mode", "place"}, {"player_ids", {7, 9}}}}})
        == "game 3 of place begins: ada, player 9");
  CHECK(told("started", {{"game", {{"number", 1}, {"mode", "free"}, {"player_ids", json::array()}}}})
        == "game 1 of free begins: nobody plays yet");
  CHECK(told("ended", {{"game", 1}, {"mode", "free"}, {"outcome", json::object()}}) == "game 1 is over");
  CHECK(told("ended", {{"game", 2},
                       {"mode", "place"},
                       {"outcome",
                        {{"picture", 4},
                         {"placed", 12},
                         {"seen", 9},
                         {"players", 1},
                         {"teams", {{{"team", 2}, {"placed", 5}, {"seen", 4}}}}}}})
        == "game 2 is over: 12 pixels by 1 player; red 5");
  CHECK(told("ended", {{"game", 2},
                       {"mode", "guess"},
                       {"outcome",
                        {{"reason", "finished"},
                         {"ranking",
                          {{{"rank", 1}, {"player", 7}, {"handle", "ada"}, {"points", 912}, {"out", false}},
                           {{"rank", 2}, {"player", 8}, {"handle", "bob"}, {"points", 40}, {"out", true}}}},
                         {"gallery", json::array()}}}})
        == "game 2 is over: 1. ada 912, 2. bob 40");
  CHECK(told("ended", {{"game", 2},
                       {"mode", "chase"},
                       {"outcome",
                        {{"ended_by", "time"},
                         {"standings",
                          {{{"team", 3}, {"name", "blue"}, {"role", "runner"}, {"points", 60}, {"bounty", 9}},
                           {{"team", 2}, {"name", "red"}, {"role", "catcher"}, {"points", 5}, {"bounty", 0}}}}}}})
        == "game 2 is over: 1. blue 60, 2. red 5");
  CHECK(told("ended", {{"game", 2}, {"outcome", {{"error", {{"code", "rate_limited"}, {"message", "no room"}}}}}})
        == "game 2 is over: it could not go on: no room");
}

TEST_CASE("pixels that are undone are told") {
  CHECK(told("pixels_undone", {{"player", 7}, {"undone", 12}, {"repainted", 9}})
        == "12 pixels of ada undone, 9 repainted");
}

TEST_CASE("a turn of guess is told from its beginning to its end") {
  CHECK(told("turn_started", {{"turn", 4}, {"round", 2}, {"rounds", 3}, {"drawer", 7}, {"until", soon}})
        == "turn 4, round 2 of 3: ada chooses a word until 14:03:00");
  CHECK(told("words_offered", {{"turn", 4}, {"words", {"tree", "ice cream"}}, {"until", soon}})
        == "choose what to draw until 14:03:00: \"tree\", \"ice cream\"");
  CHECK(told("drawing_started", {{"turn", 4}, {"round", 2}, {"drawer", 7}, {"letters", letters()}, {"until", soon}})
        == "ada draws until 14:03:00: i _ _   _ r");
  CHECK(told("word_chosen", {{"turn", 4}, {"word", "ice cream"}}) == "you draw \"ice cream\"");
  CHECK(told("picture_ready", {{"turn", 4}, {"picture", 12}}) == "it is drawn on picture 12");
  CHECK(told("hint", {{"turn", 4}, {"letters", letters()}}) == "a hint: i _ _   _ r");
  CHECK(told("guessed", {{"turn", 4}, {"player", 8}, {"points", 412}, {"drawer", 7}, {"drawer_points", 206}})
        == "bob has guessed it: 412 points, and 206 for ada");
  CHECK(told("whispered", {{"turn", 4}, {"player", 8}, {"text", "well drawn"}}) == "bob whispers: well drawn");
  const json points{{{"player", 7}, {"points", 206}}, {{"player", 8}, {"points", 412}}};
  json ended{{"turn", 4},           {"round", 2},    {"drawer", 7},      {"reason", "all_guessed"},
             {"word", "ice cream"}, {"picture", 12}, {"points", points}, {"until", soon}};
  CHECK(told("turn_ended", ended)
        == "turn 4 is over, everybody has guessed it; the word was \"ice cream\"; points: ada 206, bob 412");
  ended["reason"] = "skipped";
  ended["word"] = nullptr;
  CHECK(told("turn_ended", ended) == "turn 4 is over, it was skipped; points: ada 206, bob 412");
}

TEST_CASE("votes, and who comes and goes, are told") {
  CHECK(told("skip_voted", {{"turn", 4}, {"player", 8}, {"votes", 1}, {"needed", 2}}) == "bob votes to skip: 1 of 2");
  CHECK(told("kick_voted", {{"player", 8}, {"against", 7}, {"votes", 1}, {"needed", 2}})
        == "bob votes to kick ada: 1 of 2");
  CHECK(told("player_away", {{"player", 8}, {"until", soon}}) == "bob is away, and keeps the place until 14:03:00");
  CHECK(told("player_back", {{"player", 8}}) == "bob is back");
  CHECK(told("player_out", {{"player", 8}, {"reason", "kicked"}}) == "bob was voted out");
  CHECK(told("player_out", {{"player", 8}, {"reason", "away"}}) == "bob is out, after being away");
}

TEST_CASE("what happens in a chase is told") {
  CHECK(told("caught", {{"catcher", 2}, {"caught", 3}, {"bounty", 45}, {"teams", json::array()}})
        == "red catches blue and gets a bounty of 45");
  CHECK(told("completed",
             {{"team", 3}, {"challenge", {{"challenge", 9}, {"title", "a tree"}}}, {"points", 30}, {"bounty", 9}})
        == "blue completes \"a tree\": 30 points, 9 more on its head");
  CHECK(told("location", {{"location", {{"team", 3}, {"player", 7}, {"latitude", 52.5}, {"longitude", 13.25}}}})
        == "blue is at 52.5, 13.25, says ada");
  CHECK(told("team_made_catcher", {{"team", 3}}) == "blue catches now");
  CHECK(told("team_made_runner", {{"team", 3}}) == "blue runs now");
  CHECK(told("team_left_grace_period", {{"team", 3}}) == "blue can be caught now");
  CHECK(told("challenges_changed",
             {{"team", 3}, {"challenges", {{{"challenge", 9}, {"title", "a tree"}, {"points", 30}}}}})
        == "challenges of blue: 9 \"a tree\" (30)");
}

TEST_CASE("an event is one harmless line with its time, whatever came") {
  auto by = narrator();
  CHECK(by.line({{"event", "player_back"}, {"at", "2026-11-20T14:02:51.120Z"}, {"data", {{"player", 8}}}})
        == "14:02:51 * bob is back");
  CHECK(by.line({{"event", "ev\x1b"}, {"at", 3}, {"data", {{"x", "\x1b[2J\n"}}}}).find_first_of("\x1b\n")
        == std::string::npos);
  by.names().take_state({{"players", {{{"id", 8}, {"handle", "b\x1b[2J\nob"}}}}});
  for (const auto* event : {"started",
                            "ended",
                            "pixels_undone",
                            "turn_started",
                            "words_offered",
                            "drawing_started",
                            "word_chosen",
                            "picture_ready",
                            "hint",
                            "guessed",
                            "whispered",
                            "turn_ended",
                            "skip_voted",
                            "kick_voted",
                            "player_away",
                            "player_back",
                            "player_out",
                            "caught",
                            "completed",
                            "location",
                            "team_made_catcher",
                            "team_made_runner",
                            "team_left_grace_period",
                            "challenges_changed",
                            "unheard_of"})
    for (const auto& data : {json{}, json{3}, json::object(), json{{"player", 8}, {"game", 3}, {"letters", "\x1b"}},
                             json{{"player", "\x1b"}, {"team", -1}, {"points", {1, nullptr}}, {"outcome", "x\n"}}}) {
      CAPTURE(event);
      const auto line = by.line({{"event", event}, {"data", data}});
      CHECK(line.find_first_of("\x1b\n") == std::string::npos);
      CHECK(line.size() < 400);
    }
}

TEST_CASE("a line stays short however many play") {
  auto many = json::array();
  for (int i = 0; i < 10'000; ++i)
    many.push_back(i);
  const auto line = told("started", {{"game", {{"number", 1}, {"mode", "place"}, {"player_ids", many}}}});
  CHECK(line.ends_with(" and 9976 more"));
}

TEST_CASE("what only the asker is shown is told, and what a guess came to") {
  const auto by = narrator();
  CHECK(by.own_lines({{"phase", "choosing"}, {"words", {"tree"}}, {"until", soon}, {"word", nullptr}})
        == std::vector<std::string>{"choose what to draw until 14:03:00: \"tree\""});
  CHECK(by.own_lines({{"phase", "drawing"}, {"words", nullptr}, {"word", "tree"}})
        == std::vector<std::string>{"the word is \"tree\""});
  CHECK(by.own_lines({{"phase", "pause"}, {"word", "tree"}}).empty());
  CHECK(game_narrator::guess_words({{"message", nullptr}, {"guess", "right"}, {"points", 412}, {"word", "tree"}})
        == "right, it is \"tree\": 412 points");
  CHECK(game_narrator::guess_words({{"message", nullptr}, {"guess", "near"}}) == "that is very near");
  CHECK(game_narrator::guess_words({{"message", json::object()}}) == "");
}

TEST_CASE("names are learned from what happens, and stand for ids in an action") {
  auto by = narrator();
  by.names().take_broadcast({{"event", "player_changed"}, {"data", {{"player", {{"id", 7}, {"handle", "adele"}}}}}});
  by.names().take_broadcast({{"event", "team_added"}, {"data", {{"team", {{"id", 4}, {"name", "green"}}}}}});
  CHECK(by.names().player(7) == "adele");
  CHECK(by.names().with_ids({{"catcher", "green"}, {"caught", 3}, {"player", "bob"}, {"x", "bob"}}).value()
        == json{{"catcher", 4}, {"caught", 3}, {"player", 8}, {"x", "bob"}});
  const auto nobody = by.names().with_ids({{"player", "eve"}});
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error().code == "not_found");
}

TEST_CASE("how a game stands is shown with its mode, phase and scores, the highest first") {
  const auto by = narrator();
  json state{{"session", {{"id", 3}, {"name", "attic"}, {"mode", "guess"}}},
             {"players", {{{"id", 7}, {"handle", "ada"}}}},
             {"teams", json::array()},
             {"game", nullptr}};
  CHECK(game_text(state, {}, by) == "session 3 \"attic\", mode guess: no game runs\nPLAYER  TEAM\nada     -\n");
  state["game"] = {{"mode", "guess"},    {"number", 1},         {"started_at", "2026-11-20T14:00:00.000Z"},
                   {"phase", "drawing"}, {"turn", 1},           {"round", 1},
                   {"rounds", 3},        {"drawer", 7},         {"until", soon},
                   {"picture", 5},       {"letters", letters()}};
  state["game"]["players"] = {
      {{"player", 7}, {"handle", "ada"}, {"points", 10}, {"guessed", false}, {"away_until", nullptr}, {"out", false}},
      {{"player", 8}, {"handle", "bob"}, {"points", 400}, {"guessed", true}, {"away_until", soon}, {"out", false}}};
  CHECK(game_text(state, {}, by)
        == "session 3 \"attic\", mode guess: game 1 since 14:00:00\n"
           "turn 1, round 1 of 3, drawing until 14:03:00: ada draws i _ _   _ r on picture 5\n"
           "PLAYER  POINTS  GUESSED  IS\n"
           "bob     400     yes      away until 14:03:00\n"
           "ada     10      no       here\n");
  state["game"] = {{"mode", "place"},
                   {"number", 2},
                   {"started_at", "2026-11-20T14:00:00.000Z"},
                   {"picture", 5},
                   {"width", 16},
                   {"height", 8},
                   {"palette", {"#ffffff", "#000000"}},
                   {"cooldown_seconds", 5},
                   {"placed", 3},
                   {"seen", 2},
                   {"players", 1}};
  CHECK(game_text(state, {{"players", {{{"player", 8}, {"team", 2}, {"placed", 3}, {"seen", 2}}}}}, by)
        == "session 3 \"attic\", mode guess: game 2 since 14:00:00\n"
           "picture 5, 16×8, 2 colours, cool-down 5 s; 3 placed, 2 seen, players: 1\n"
           "PLAYER  TEAM  PLACED  SEEN\n"
           "bob     red   3       2\n");
  state["game"] = {{"mode", "chase"}, {"number", 2}, {"started_at", "2026-11-20T14:00:00.000Z"}, {"ends_at", soon}};
  state["game"]["teams"] = {{{"team", 3},
                             {"name", "blue"},
                             {"role", "runner"},
                             {"points", 60},
                             {"bounty", 9},
                             {"open_challenges", 3},
                             {"period", {{"id", 17}}},
                             {"grace_until", nullptr}}};
  state["game"]["challenges"] = {{{"challenge", 9}, {"title", "a tree"}, {"points", 30}, {"description", ""}}};
  CHECK(game_text(state, {}, by)
        == "session 3 \"attic\", mode guess: game 2 since 14:00:00\n"
           "it ends at 14:03:00\n"
           "TEAM  ROLE    POINTS  BOUNTY  CHALLENGES  PERIOD  GRACE UNTIL\n"
           "blue  runner  60      9       3           17      -\n"
           "CHALLENGE  TITLE   POINTS  DESCRIPTION\n"
           "9          a tree  30      \n");
}

} // namespace atelier::cli
