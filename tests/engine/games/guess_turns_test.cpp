#include "tests/engine/games/guess_table.hpp"

#include <algorithm>
#include <set>

using namespace atelier;
using namespace std::chrono_literals;
using test::code_of;
using test::guess_table;

namespace {

std::string told(const game_hearing& heard) {
  CHECK_FALSE(heard.is_shown);
  return heard.told.at("guess");
}

bool is_shown(const game_hearing& heard) {
  CHECK((!heard.is_shown || heard.told.is_null()));
  return heard.is_shown;
}

std::size_t open_letters(const guess_table& at) {
  const auto hidden = std::ranges::count_if(at.state()["letters"], [](const auto& each) { return each.is_null(); });
  return guess_word{at.word()}.letters() - static_cast<std::size_t>(hidden);
}

} // namespace

TEST_CASE("where the drawer does not choose, one of the three words is chosen") {
  guess_table at{3};
  const auto words = at.state(at.drawer())["words"];
  at.pass(14'999ms);
  CHECK(at.phase() == "choosing");
  at.pass(1ms);
  CHECK(at.phase() == "drawing");
  CHECK(std::ranges::find(words, json(at.word())) != words.end());
  CHECK(at.state()["until"] == "2026-11-20T00:01:35.000Z");
  const auto chosen = std::ranges::find(at.last.events, "word_chosen", &game_event::name);
  REQUIRE(chosen != at.last.events.end());
  CHECK(chosen->only_for == std::vector{player_id{at.drawer()}});
  CHECK(chosen->data == json{{"turn", 1}, {"word", at.word()}});
}

TEST_CASE("a turn takes its time, then everybody sees the word, then the next one draws") {
  guess_table at{3};
  const auto drawer = at.drawer();
  const auto word = at.choose();
  CHECK(at.event("drawing_started")
        == json{{"turn", 1},
                {"round", 1},
                {"drawer", drawer},
                {"letters", guess_word{word}.shown({})},
                {"until", "2026-11-20T00:01:20.000Z"}});
  at.make_picture("turn 1", 5);
  CHECK(at.event("picture_ready") == json{{"turn", 1}, {"picture", 5}});
  at.pass(79'999ms);
  CHECK(at.phase() == "drawing");
  CHECK(at.state()["gallery"].empty());
  CHECK(at.state()["word"].is_null());
  at.pass(1ms);
  CHECK(at.phase() == "pause");
  CHECK(at.event("turn_ended")
        == json{{"turn", 1},
                {"round", 1},
                {"drawer", drawer},
                {"reason", "time"},
                {"word", word},
                {"picture", 5},
                {"points",
                 {{{"player", 11}, {"points", 0}}, {{"player", 12}, {"points", 0}}, {{"player", 13}, {"points", 0}}}},
                {"until", "2026-11-20T00:01:25.000Z"}});
  CHECK(at.state()["word"] == word);
  CHECK(at.state()["picture"] == 5);
  CHECK(at.state()["letters"].is_null());
  CHECK(at.state()["skip_votes"].is_null());
  CHECK(at.state()["gallery"]
        == json::array({{{"turn", 1}, {"round", 1}, {"drawer", drawer}, {"word", word}, {"picture", 5}}}));
  at.pass(5s);
  CHECK(at.phase() == "choosing");
  CHECK(at.state()["turn"] == 2);
  CHECK(at.drawer() != drawer);
  CHECK(at.state()["word"].is_null());
  CHECK(at.state()["picture"].is_null());
}

TEST_CASE("in each round everybody draws once, in the same order, and no word comes twice") {
  guess_table at{4, {{"rounds", 3}, {"pause_seconds", 0}}};
  std::vector<std::uint32_t> drawers;
  std::set<std::string> words;
  for (int turn = 0; turn < 12; ++turn) {
    CHECK(at.state()["round"] == turn / 4 + 1);
    drawers.push_back(at.drawer());
    words.insert(at.choose());
    at.make_picture("turn " + std::to_string(turn + 1), 100 + turn);
    CHECK(at.over.is_null());
    at.pass(80s);
  }
  CHECK(words.size() == 12);
  CHECK(std::set(drawers.begin(), drawers.begin() + 4).size() == 4);
  CHECK(std::equal(drawers.begin(), drawers.begin() + 4, drawers.begin() + 4));
  CHECK(std::equal(drawers.begin(), drawers.begin() + 4, drawers.begin() + 8));
  REQUIRE(at.over.is_object());
  CHECK(at.over["reason"] == "finished");
  CHECK(at.over["gallery"].size() == 12);
  CHECK(at.over["gallery"][11]["picture"] == 111);
  CHECK(at.timers.empty());
}

TEST_CASE("the order of drawing depends on the seed alone") {
  std::set<std::uint32_t> first;
  for (std::uint64_t seed = 1; seed < 40; ++seed) {
    guess_table at{6, json::object(), seed};
    guess_table again{6, json::object(), seed};
    CHECK(at.state() == again.state());
    first.insert(at.drawer());
  }
  CHECK(first.size() == 6);
}

TEST_CASE("only the drawer may draw on a turn's picture, and nobody on a past one") {
  guess_table at{3};
  at.choose();
  REQUIRE(at.last.pictures.size() == 1);
  CHECK(at.last.pictures[0].name == "turn 1");
  CHECK(at.last.pictures[0].width == 800);
  CHECK(at.last.pictures[0].height == 600);
  const picture_id picture{5};
  CHECK_FALSE(at.game.refuses_drawing(guess_table::actor(at.guesser()), picture));
  at.make_picture("turn 1", 5);
  const auto drawer = at.drawer();
  CHECK_FALSE(at.game.refuses_drawing(guess_table::actor(drawer), picture));
  for (const auto& who : {guess_table::actor(at.guesser()), guess_table::actor(0), guess_table::admin()})
    CHECK(at.game.refuses_drawing(who, picture)->code == errc::forbidden);
  CHECK_FALSE(at.game.refuses_drawing(guess_table::actor(at.guesser()), picture_id{1}));
  at.pass(80s);
  CHECK(at.game.refuses_drawing(guess_table::actor(drawer), picture)->code == errc::forbidden);
  at.pass(5s);
  CHECK(at.game.refuses_drawing(guess_table::actor(at.drawer()), picture)->code == errc::forbidden);
}

TEST_CASE("a picture that comes after its turn is still the turn's, and others are passed over") {
  guess_table at{3};
  at.choose();
  at.pass(85s);
  at.make_picture("turn 1", 5);
  CHECK(at.state()["gallery"][0]["picture"] == 5);
  for (const auto* name : {"turn 1", "turn 2", "turn 99", "turn", "turn x", "turn 1x", "", "turn -1"})
    at.make_picture(name, 6);
  CHECK(at.last.events.empty());
  CHECK(at.state()["gallery"][0]["picture"] == 5);
}

TEST_CASE("letters are shown evenly over time, never more than their share") {
  for (const auto percent : {0, 25, 50, 75}) {
    guess_table at{2, {{"hint_percent", percent}, {"turn_seconds", 100}}};
    const auto word = at.choose();
    const auto letters = guess_word{word}.letters();
    const auto hints = letters * static_cast<std::size_t>(percent) / 100;
    CHECK(open_letters(at) == 0);
    for (std::size_t k = 1; k <= hints; ++k) {
      const auto due = std::chrono::milliseconds{100'000 * k / (hints + 1)};
      const std::chrono::milliseconds before{100'000 * (k - 1) / (hints + 1)};
      at.pass(due - before - 1ms);
      CHECK(open_letters(at) == k - 1);
      at.pass(1ms);
      CHECK(open_letters(at) == k);
      CHECK(at.event("hint") == json{{"turn", 1}, {"letters", at.state()["letters"]}});
    }
    CHECK_FALSE(at.is_set("hint"));
    CHECK(open_letters(at) == hints);
  }
}

TEST_CASE("hints that are due together are one event, and stale timers do nothing") {
  guess_table at{2, {{"hint_percent", 75}, {"turn_seconds", 300}}};
  at.fire("hint");
  at.fire("phase");
  at.fire("away/11");
  at.fire("away/");
  at.fire("sing");
  CHECK(test::text_of(at.last) == test::text_of({}));
  at.choose();
  at.fire("hint");
  at.fire("phase");
  CHECK(test::text_of(at.last) == test::text_of({}));
  at.now += 299s;
  at.fire("hint");
  CHECK(std::ranges::count(at.last.events, "hint", &game_event::name) == 1);
  CHECK(open_letters(at) == guess_word{at.word()}.letters() * 75 / 100);
}

TEST_CASE("after a time in which the server was down, what is due happens once and goes on from now") {
  guess_table at{3};
  at.pass_unseen(1h);
  CHECK(at.phase() == "drawing");
  CHECK(at.state()["turn"] == 1);
  CHECK(at.state()["until"] == "2026-11-20T01:01:20.000Z");
  at.pass_unseen(1h);
  CHECK(at.phase() == "pause");
  at.pass_unseen(1h);
  CHECK(at.phase() == "choosing");
  CHECK(at.state()["turn"] == 2);
}

TEST_CASE("points fall with time, and the drawer has a share of them") {
  guess_table at{4, {{"turn_seconds", 100}}};
  const auto word = at.choose();
  const auto drawer = at.drawer();
  const auto first = at.say(at.guesser(0), word);
  CHECK_FALSE(first.is_shown);
  CHECK(first.told == json{{"guess", "right"}, {"points", 500}, {"word", word}});
  CHECK(at.event("guessed")
        == json{{"turn", 1}, {"player", at.guesser(0)}, {"points", 500}, {"drawer", drawer}, {"drawer_points", 166}});
  CHECK(at.shown(at.guesser(0))["guessed"] == true);
  at.pass(33'333ms);
  CHECK(at.say(at.guesser(1), word).told["points"] == 100 + 400 * 66'667 / 100'000);
  CHECK(at.points(drawer) == 166 + (100 + 400 * 66'667 / 100'000) / 3);
  // Past the end, but before the timer.
  at.now += 1h;
  CHECK(at.say(at.guesser(2), word).told["points"] == 100);
  CHECK(at.points(at.guesser(2)) == 100);
  CHECK(at.event("turn_ended")["reason"] == "all_guessed");
}

TEST_CASE("everyone having guessed ends the turn, those who are out not counted, those who are away counted") {
  guess_table at{4, {{"turn_seconds", 300}}};
  const auto word = at.choose();
  at.went(at.guesser(2));
  at.say(at.guesser(0), word);
  at.say(at.guesser(1), word);
  CHECK(at.phase() == "drawing");
  at.pass(60s);
  CHECK(at.phase() == "pause");
  CHECK(at.event("turn_ended")["reason"] == "all_guessed");
}

TEST_CASE("a right guess is never shown, and a near one is told to its author only") {
  guess_table at{4};
  const auto word = at.choose();
  const auto ada = at.guesser(0);
  CHECK(is_shown(at.say(ada, "something else")));
  CHECK(told(at.say(ada, word + "x")) == "near");
  CHECK(told(at.say(ada, "is it " + word + "?")) == "mentioned");
  CHECK(told(at.say(ada, std::string(101, '?'))) == "too_long");
  CHECK(is_shown(at.say(ada, std::string(100, '?'))));
  CHECK(at.last.events.empty());
  CHECK(at.state(ada)["word"].is_null());
  CHECK(told(at.say(ada, word)) == "right");
  CHECK(at.state(ada)["word"] == word);
  CHECK(at.state(at.guesser(1))["word"].is_null());
  CHECK(at.game.state(guess_table::admin())["word"].is_null());
}

TEST_CASE("whoever has guessed talks only with those who know the word") {
  guess_table at{4};
  const auto word = at.choose();
  const auto ada = at.guesser(1);
  at.say(ada, word);
  CHECK(told(at.say(ada, "it was " + word)) == "whispered");
  REQUIRE(at.last.events.size() == 1);
  CHECK(at.last.events[0].name == "whispered");
  CHECK(at.last.events[0].data == json{{"turn", 1}, {"player", ada}, {"text", "it was " + word}});
  CHECK(at.last.events[0].only_for == std::vector{player_id{at.drawer()}, player_id{ada}});
  CHECK(told(at.say(ada, word)) == "whispered");
  CHECK(at.points(ada) == 500);
  // Out of the game, still in the know.
  at.act(guess_table::admin(), "vote_kick", {{"player", ada}});
  CHECK(told(at.say(ada, "hello")) == "whispered");
  CHECK(at.state(ada)["word"] == word);
}

TEST_CASE("the drawer may talk, but not give the word away, nor one of those that are offered") {
  guess_table at{3};
  const auto drawer = at.drawer();
  const std::string other = at.state(drawer)["words"][2];
  CHECK(told(at.say(drawer, "shall I draw " + other + "?")) == "hidden");
  CHECK(is_shown(at.say(drawer, "let me think")));
  CHECK(is_shown(at.say(at.guesser(), other)));
  const auto word = at.choose();
  CHECK(told(at.say(drawer, word)) == "hidden");
  std::string spaced;
  for (const char c : word)
    spaced += std::string{c} + (static_cast<unsigned char>(c) < 0x80 ? " " : "");
  CHECK(told(at.say(drawer, "x" + spaced)) == "hidden");
  CHECK(told(at.say(drawer, word + "s")) == "hidden");
  CHECK(is_shown(at.say(drawer, "take your time")));
  CHECK(at.points(drawer) == 0);
  at.pass(80s);
  CHECK(is_shown(at.say(drawer, word)));
}

TEST_CASE("who does not play can't guess, and does not give the word away") {
  guess_table at{3};
  const auto word = at.choose();
  for (const auto& who : {guess_table::actor(0), guess_table::actor(99), guess_table::admin()}) {
    CHECK(told(at.say(who, word)) == "hidden");
    CHECK(told(at.say(who, word + "x")) == "hidden");
    CHECK(told(at.say(who, "is it " + word)) == "hidden");
    CHECK(is_shown(at.say(who, "good evening")));
  }
  const auto kicked = at.guesser();
  at.act(guess_table::admin(), "vote_kick", {{"player", kicked}});
  CHECK(told(at.say(kicked, word)) == "hidden");
  CHECK(at.points(kicked) == 0);
  CHECK(at.phase() == "drawing");
}

TEST_CASE("times with fractions of a millisecond count as the millisecond that they lie in") {
  guess_table at{3};
  at.now += 999us;
  at.choose();
  CHECK(at.state()["until"] == "2026-11-20T00:01:20.000Z");
  at.now += 30s;
  CHECK(at.say(at.guesser(), at.word()).told["points"] == 100 + 400 * 50 / 80);
}
