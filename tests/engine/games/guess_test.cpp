#include "tests/engine/games/guess_table.hpp"

#include <algorithm>

using namespace atelier;
using namespace std::chrono_literals;
using test::code_of;
using test::guess_table;

namespace {

result<void> started(game_setup setup) {
  guess_game game;
  game_effects out;
  auto answer = game.start(setup, {}, out);
  if (!answer)
    CHECK(test::text_of(out) == test::text_of({}));
  return answer;
}

} // namespace

TEST_CASE("guess is played by 2 to 24") {
  for (const std::size_t wrong : {0, 1, 25}) {
    const auto answer = started(guess_table::setup_of(wrong, json::object(), 1));
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == errc::bad_data);
    CHECK(answer.error().message.find(std::to_string(wrong) + " players") != std::string::npos);
  }
  CHECK(started(guess_table::setup_of(2, json::object(), 1)));
  CHECK(started(guess_table::setup_of(24, {{"rounds", 20}}, 1)));
}

TEST_CASE("a game needs rounds times players and two more words, and says so") {
  auto setup = guess_table::setup_of(4, {{"rounds", 2}}, 1);
  REQUIRE(setup.challenges.size() == 10);
  CHECK(started(setup));
  setup.challenges.pop_back();
  const auto answer = started(setup);
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == errc::too_few_challenges);
  CHECK(answer.error().message.find("need 10 words") != std::string::npos);
  CHECK(answer.error().message.find("give 9") != std::string::npos);
  setup.config["words"] = {"one more"};
  CHECK(started(setup));
  setup.config["language"] = "de";
  CHECK(started(setup).error().code == errc::too_few_challenges);
}

TEST_CASE("a turn begins with three words that only the drawer is shown") {
  guess_table at{3};
  CHECK(at.phase() == "choosing");
  const auto drawer = at.drawer();
  CHECK(at.state()["until"] == "2026-11-20T00:00:15.000Z");
  CHECK(at.event("turn_started")
        == json{{"turn", 1}, {"round", 1}, {"rounds", 3}, {"drawer", drawer}, {"until", "2026-11-20T00:00:15.000Z"}});
  const auto offered = std::ranges::find(at.last.events, "words_offered", &game_event::name);
  REQUIRE(offered != at.last.events.end());
  CHECK(offered->only_for == std::vector{player_id{drawer}});
  const auto words = at.state(drawer)["words"];
  CHECK(words.size() == 3);
  CHECK(offered->data["words"] == words);
  CHECK(at.state()["words"].is_null());
  CHECK(at.state(at.guesser())["words"].is_null());
  CHECK(at.game.state(guess_table::admin())["words"].is_null());
  CHECK(at.state()["skip_votes"] == json{{"votes", 0}, {"needed", 2}});
  CHECK(at.shown(drawer)
        == json{{"player", drawer},
                {"handle", "player " + std::to_string(drawer)},
                {"points", 0},
                {"guessed", false},
                {"away_until", nullptr},
                {"out", false},
                {"kick_votes", 0}});
}

TEST_CASE("only the drawer chooses, one of the three, once") {
  guess_table at{3};
  const auto drawer = at.drawer();
  const std::string word = at.state(drawer)["words"][1];
  const json args{{"word", word}};
  CHECK(code_of(at.act(0, "choose_word", args)) == "unauthorized");
  CHECK(code_of(at.act(guess_table::admin(), "choose_word", args)) == "unauthorized");
  CHECK(code_of(at.act(99, "choose_word", args)) == "forbidden");
  CHECK(code_of(at.act(at.guesser(), "choose_word", args)) == "forbidden");
  CHECK(code_of(at.act(drawer, "choose_word")) == "bad_data");
  CHECK(code_of(at.act(drawer, "choose_word", {{"word", 7}})) == "bad_data");
  const auto wrong = at.act(drawer, "choose_word", {{"word", "no such thing"}});
  CHECK(code_of(wrong) == "bad_data");
  CHECK(wrong["message"].get<std::string>().find("\"no such thing\"") != std::string::npos);
  CHECK(wrong["message"].get<std::string>().find(word) != std::string::npos);
  CHECK(at.act(drawer, "choose_word", {{"word", " " + word + "!"}}) == args);
  CHECK(at.phase() == "drawing");
  CHECK(at.word() == word);
  CHECK(code_of(at.act(drawer, "choose_word", args)) == "forbidden");
  CHECK(code_of(at.act(drawer, "sing")) == "unknown_action");
}

TEST_CASE("a strict majority of the others skips a turn") {
  guess_table at{5};
  at.choose();
  const auto drawer = at.drawer();
  CHECK(code_of(at.act(drawer, "vote_skip")) == "forbidden");
  CHECK(code_of(at.act(0, "vote_skip")) == "unauthorized");
  CHECK(code_of(at.act(99, "vote_skip")) == "forbidden");
  CHECK(at.act(at.guesser(0), "vote_skip") == json{{"votes", 1}, {"needed", 3}, {"decided", false}});
  CHECK(at.event("skip_voted") == json{{"turn", 1}, {"player", at.guesser(0)}, {"votes", 1}, {"needed", 3}});
  CHECK(at.act(at.guesser(0), "vote_skip") == json{{"votes", 1}, {"needed", 3}, {"decided", false}});
  CHECK(at.last.events.empty());
  CHECK(at.act(at.guesser(1), "vote_skip") == json{{"votes", 2}, {"needed", 3}, {"decided", false}});
  CHECK(at.state()["skip_votes"] == json{{"votes", 2}, {"needed", 3}});
  CHECK(at.act(at.guesser(2), "vote_skip") == json{{"votes", 3}, {"needed", 3}, {"decided", true}});
  CHECK(at.event("turn_ended")["reason"] == "skipped");
  CHECK(at.phase() == "pause");
  CHECK(code_of(at.act(at.guesser(3), "vote_skip")) == "forbidden");
  at.pass(5s);
  CHECK(at.phase() == "choosing");
  CHECK(at.state()["skip_votes"]["votes"] == 0);
}

TEST_CASE("a turn that is skipped in choosing shows no word and leaves nothing in the gallery") {
  guess_table at{2};
  CHECK(at.act(at.guesser(), "vote_skip")["decided"] == true);
  CHECK(at.event("turn_ended")["word"].is_null());
  CHECK(at.event("turn_ended")["picture"].is_null());
  CHECK(at.state()["gallery"].empty());
  CHECK(at.state()["word"].is_null());
}

TEST_CASE("a strict majority of the others kicks a player") {
  guess_table at{4};
  at.choose();
  const auto drawer = at.drawer();
  const auto kicked = at.guesser(0);
  const json args{{"player", kicked}};
  CHECK(code_of(at.act(0, "vote_kick", args)) == "unauthorized");
  CHECK(code_of(at.act(99, "vote_kick", args)) == "forbidden");
  CHECK(code_of(at.act(kicked, "vote_kick", args)) == "bad_data");
  CHECK(code_of(at.act(drawer, "vote_kick", {{"player", 99U}})) == "not_found");
  CHECK(code_of(at.act(drawer, "vote_kick", {{"player", "x"}})) == "bad_data");
  CHECK(code_of(at.act(drawer, "vote_kick")) == "bad_data");
  CHECK(at.act(drawer, "vote_kick", args) == json{{"player", kicked}, {"votes", 1}, {"needed", 2}, {"decided", false}});
  CHECK(at.event("kick_voted") == json{{"player", drawer}, {"against", kicked}, {"votes", 1}, {"needed", 2}});
  CHECK(at.shown(kicked)["kick_votes"] == 1);
  CHECK(at.act(drawer, "vote_kick", args)["votes"] == 1);
  CHECK(at.act(at.guesser(1), "vote_kick", args)["decided"] == true);
  CHECK(at.event("player_out") == json{{"player", kicked}, {"reason", "kicked"}});
  CHECK(at.shown(kicked)["out"] == true);
  CHECK(code_of(at.act(kicked, "vote_skip")) == "forbidden");
  CHECK(code_of(at.act(drawer, "vote_kick", args)) == "not_found");
  CHECK(at.phase() == "drawing");
  at.came(kicked);
  CHECK(at.shown(kicked)["out"] == true);
}

TEST_CASE("an admin who does not play decides alone") {
  guess_table at{4};
  const auto kicked = at.guesser(2);
  CHECK(at.act(guess_table::admin(), "vote_kick", {{"player", kicked}})["decided"] == true);
  CHECK(at.shown(kicked)["out"] == true);
  CHECK(at.act(guess_table::admin(), "vote_skip")["decided"] == true);
  CHECK(at.event("turn_ended")["reason"] == "skipped");
  at.pass(5s);
  const game_actor playing{player_id{at.guesser(0)}, std::nullopt, true};
  CHECK(at.act(playing, "vote_skip")["decided"] == false);
}

TEST_CASE("who is kicked makes the others fewer, which may be the end of a vote") {
  guess_table at{5};
  at.choose();
  at.act(at.guesser(0), "vote_skip");
  at.act(at.guesser(1), "vote_skip");
  CHECK(at.phase() == "drawing");
  at.act(guess_table::admin(), "vote_kick", {{"player", at.guesser(3)}});
  CHECK(at.event("turn_ended")["reason"] == "skipped");
}

TEST_CASE("the votes of one who is out are gone") {
  guess_table at{5};
  at.choose();
  at.act(at.guesser(0), "vote_skip");
  at.act(at.guesser(0), "vote_kick", {{"player", at.guesser(1)}});
  at.act(guess_table::admin(), "vote_kick", {{"player", at.guesser(0)}});
  CHECK(at.state()["skip_votes"] == json{{"votes", 0}, {"needed", 2}});
  CHECK(at.shown(at.guesser(1))["kick_votes"] == 0);
}

TEST_CASE("a player who drops keeps the place for a minute") {
  guess_table at{3};
  at.choose();
  const auto dropped = at.guesser();
  at.went(dropped);
  CHECK(at.event("player_away") == json{{"player", dropped}, {"until", "2026-11-20T00:01:00.000Z"}});
  CHECK(at.shown(dropped)["away_until"] == "2026-11-20T00:01:00.000Z");
  at.pass(10s);
  at.went(dropped);
  CHECK(at.last.events.empty());
  at.pass(49'999ms);
  at.came(dropped);
  CHECK(at.event("player_back") == json{{"player", dropped}});
  CHECK(at.shown(dropped)["away_until"].is_null());
  CHECK_FALSE(at.is_set("away/" + std::to_string(dropped)));
  at.pass(1s);
  CHECK(at.shown(dropped)["out"] == false);
  at.went(dropped);
  at.pass(60s);
  CHECK(at.shown(dropped)["out"] == true);
  CHECK(at.shown(dropped)["away_until"].is_null());
  at.came(99);
  at.went(99);
  at.went(0);
  CHECK(at.last.events.empty());
}

TEST_CASE("who is away is out when the server finds the minute over, however late") {
  guess_table at{3};
  const auto dropped = at.guesser();
  at.went(dropped);
  at.pass_unseen(1h);
  CHECK(at.shown(dropped)["out"] == true);
  CHECK(at.phase() == "drawing");
}

TEST_CASE("the turn ends when its drawer is out") {
  guess_table at{3, {{"turn_seconds", 300}}};
  at.choose();
  const auto drawer = at.drawer();
  at.went(drawer);
  at.pass(59'999ms);
  CHECK(at.phase() == "drawing");
  at.pass(1ms);
  CHECK(at.phase() == "pause");
  CHECK(at.event("turn_ended")["reason"] == "drawer_out");
  for (int turn = 2; turn < 8; ++turn) {
    at.pass(5s);
    CHECK(at.drawer() != drawer);
    at.act(guess_table::admin(), "vote_skip");
  }
}

TEST_CASE("a drawer who is kicked in choosing ends the turn, too") {
  guess_table at{3};
  at.act(guess_table::admin(), "vote_kick", {{"player", at.drawer()}});
  CHECK(at.event("turn_ended")["reason"] == "drawer_out");
  CHECK(at.event("turn_ended")["word"].is_null());
}

TEST_CASE("with fewer than two players the game is over at once") {
  guess_table at{2};
  at.choose();
  const auto out = at.guesser();
  at.went(at.drawer());
  CHECK(at.act(at.drawer(), "vote_kick", {{"player", out}})["decided"] == true);
  REQUIRE(at.over.is_object());
  CHECK(at.over["reason"] == "too_few_players");
  CHECK(at.over["gallery"].size() == 1);
  CHECK(at.timers.empty());
  CHECK(at.phase() == "over");
  CHECK(code_of(at.act(at.drawer(), "vote_kick", {{"player", out}})) == "game_not_running");
  at.fire("phase");
  at.came(at.drawer());
  at.went(at.drawer());
  CHECK(test::text_of(at.last) == test::text_of({}));
}

TEST_CASE("stopping gives what the end gives") {
  guess_table at{3};
  const auto word = at.choose();
  at.make_picture("turn 1", 5);
  at.pass(40s);
  const auto ada = at.guesser(1);
  at.say(ada, word);
  const auto drawer = at.drawer();
  const auto other = at.guesser(0);
  CHECK(at.stop()
        == json{{"reason", "stopped"},
                {"ranking",
                 {{{"rank", 1},
                   {"player", ada},
                   {"handle", "player " + std::to_string(ada)},
                   {"points", 300},
                   {"out", false}},
                  {{"rank", 2},
                   {"player", drawer},
                   {"handle", "player " + std::to_string(drawer)},
                   {"points", 150},
                   {"out", false}},
                  {{"rank", 3},
                   {"player", other},
                   {"handle", "player " + std::to_string(other)},
                   {"points", 0},
                   {"out", false}}}},
                {"gallery", {{{"turn", 1}, {"round", 1}, {"drawer", drawer}, {"word", word}, {"picture", 5}}}}});
  CHECK(at.timers.empty());
}

TEST_CASE("equal points have equal ranks, and the next rank counts all before it") {
  guess_table at{4, {{"rounds", 1}}};
  const auto word = at.choose();
  const auto first = at.guesser(0);
  const auto second = at.guesser(2);
  at.say(second, word);
  at.say(first, word);
  const auto ranking = at.stop()["ranking"];
  CHECK(ranking[0]["player"] == std::min(first, second));
  CHECK(ranking[0]["rank"] == 1);
  CHECK(ranking[1]["rank"] == 1);
  CHECK(ranking[2]["rank"] == 3);
  CHECK(ranking[2]["points"] == 332);
  CHECK(ranking[3]["rank"] == 4);
}
