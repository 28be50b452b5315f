#include "engine/games/moments.hpp"
#include "tests/engine/games/guess_table.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>

using namespace atelier;
using namespace std::chrono_literals;
using test::guess_table;

namespace {

/// Whether what is shown has one of the words in it, whatever stands between its letters.
bool gives_away(const json& shown, const std::vector<std::string>& words) {
  const auto key = guess_key_of(to_text(shown));
  return std::ranges::any_of(words,
                             [&](const auto& word) { return !std::ranges::search(key, guess_key_of(word)).empty(); });
}

/// Looks at each step of a game with the page of rules in hand.
class onlooker {
public:
  explicit onlooker(guess_table& at) : at_{at} {
    at.before = [this] {
      secrets_ = secrets();
      who_knew_ = who_know();
    };
    at.after = [this] {
      check_events();
      check_secrecy();
      check_points();
      check_people();
      check_letters();
      check_pictures();
    };
  }

  /// The word that is drawn, or those that are offered.
  [[nodiscard]] std::vector<std::string> secrets() const {
    const auto state = at_.state(at_.drawer());
    if (state["phase"] == "drawing")
      return {state["word"]};
    return state["phase"] == "choosing" ? state["words"].get<std::vector<std::string>>() : std::vector<std::string>{};
  }

  [[nodiscard]] std::set<std::uint32_t> who_know() const {
    std::set out{at_.drawer()};
    const auto state = at_.state();
    for (const auto& each : state["players"])
      if (each["guessed"] == true)
        out.insert(each["player"].get<std::uint32_t>());
    return out;
  }

  std::set<std::string> endings;
  int guesses = 0;

private:
  void check_events() {
    for (const auto& each : at_.last.events) {
      const auto& data = each.data;
      if (each.name == "turn_ended") {
        endings.insert(data["reason"].get<std::string>());
        secrets_.clear();
      } else if (each.name == "drawing_started") {
        CHECK(data["letters"] == guess_word{at_.word()}.shown({}));
        started_ = whole_milliseconds(at_.now);
        guessers_ =
            std::ranges::count(at_.state()["players"], false, [](const auto& who) { return who["out"] == true; }) - 1;
      } else if (each.name == "guessed") {
        count_guess(data);
      }
      check_hearers(each);
    }
  }

  void count_guess(const json& data) {
    ++guesses;
    const auto length = at_.config["turn_seconds"].get<std::int64_t>() * 1000;
    const auto passed = (whole_milliseconds(at_.now) - started_) / 1ms;
    const auto points = 100 + 400 * std::clamp<std::int64_t>(length - passed, 0, length) / length;
    CHECK(data["points"] == points);
    CHECK(data["drawer_points"] == points / guessers_);
    points_[data["player"].get<std::uint32_t>()] += points;
    points_[data["drawer"].get<std::uint32_t>()] += points / guessers_;
  }

  void check_hearers(const game_event& event) const {
    if (event.name == "words_offered" || event.name == "word_chosen") {
      CHECK(event.only_for == std::vector{player_id{at_.drawer()}});
    } else if (event.name == "whispered") {
      CHECK(event.only_for.size() == who_knew_.size());
      for (const auto each : event.only_for)
        CHECK(who_knew_.contains(each.value));
    } else {
      CHECK(event.only_for.empty());
      CHECK_FALSE(gives_away(event.data, secrets_));
    }
  }

  void check_secrecy() const {
    const auto everybodys = at_.state();
    const auto hidden = secrets();
    CHECK_FALSE(gives_away(everybodys, hidden));
    for (const auto& each : at_.last.events)
      CHECK_FALSE((each.only_for.empty() && gives_away(each.data, hidden)));
    const auto know = who_know();
    CHECK(at_.game.state(guess_table::admin()) == everybodys);
    for (const auto each : at_.players)
      if (!know.contains(each))
        CHECK(at_.state(each) == everybodys);
      else if (at_.phase() == "drawing")
        CHECK(at_.state(each)["word"] == hidden.at(0));
  }

  void check_points() {
    const auto state = at_.state();
    for (const auto& each : state["players"])
      CHECK(each["points"] == points_[each["player"].get<std::uint32_t>()]);
    if (at_.over.is_null())
      return;
    const auto& ranking = at_.over["ranking"];
    CHECK(ranking.size() == at_.players.size());
    for (std::size_t i = 0; i < ranking.size(); ++i) {
      CHECK(ranking[i]["points"] == points_[ranking[i]["player"].get<std::uint32_t>()]);
      if (i > 0)
        CHECK(ranking[i]["points"] <= ranking[i - 1]["points"]);
    }
  }

  void check_people() const {
    const auto state = at_.state();
    if (state["phase"] == "over") {
      CHECK(at_.timers.empty());
      return;
    }
    std::size_t playing = 0;
    bool all_know = true;
    const auto know = who_know();
    for (const auto& each : state["players"]) {
      const auto id = each["player"].get<std::uint32_t>();
      CHECK(at_.is_set("away/" + std::to_string(id)) != each["away_until"].is_null());
      if (each["out"] == true)
        continue;
      ++playing;
      all_know = all_know && know.contains(id);
    }
    CHECK(playing >= 2);
    const auto majority = (playing - 1) / 2 + 1;
    for (const auto& each : state["players"])
      CHECK(each["kick_votes"] < majority);
    CHECK(at_.is_set("phase"));
    if (state["phase"] == "pause")
      return;
    CHECK(at_.shown(at_.drawer())["out"] == false);
    CHECK(state["skip_votes"]["needed"] == majority);
    CHECK(state["skip_votes"]["votes"] < majority);
    CHECK_FALSE((state["phase"] == "drawing" && all_know));
  }

  void check_letters() const {
    const auto letters = at_.state()["letters"];
    CHECK(letters.is_null() == (at_.phase() != "drawing"));
    if (letters.is_null())
      return;
    const guess_word word{at_.word()};
    std::vector<std::size_t> all(word.letters());
    for (std::size_t i = 0; i < all.size(); ++i)
      all[i] = i;
    const auto whole = word.shown(all);
    const auto blank = word.shown({});
    REQUIRE(letters.size() == whole.size());
    std::size_t open = 0;
    for (std::size_t i = 0; i < letters.size(); ++i) {
      CHECK((letters[i] == whole[i] || (letters[i].is_null() && blank[i].is_null())));
      open += blank[i].is_null() && !letters[i].is_null() ? 1 : 0;
    }
    CHECK(open <= word.letters() * at_.config["hint_percent"].get<std::size_t>() / 100);
  }

  /// While a word is drawn exactly one may draw, and nobody on what is past.
  void check_pictures() const {
    const auto state = at_.state();
    if (state["phase"] == "over")
      return;
    for (const auto& each : state["gallery"])
      if (!each["picture"].is_null())
        CHECK(who_may_draw(each["picture"]).empty());
    if (state["phase"] == "drawing" && !state["picture"].is_null())
      CHECK(who_may_draw(state["picture"]) == std::vector{at_.drawer()});
  }

  [[nodiscard]] std::vector<std::uint32_t> who_may_draw(const json& picture) const {
    const picture_id id{picture.get<std::uint32_t>()};
    CHECK(at_.game.refuses_drawing(guess_table::admin(), id));
    std::vector<std::uint32_t> out;
    for (const auto each : at_.players)
      if (!at_.game.refuses_drawing(guess_table::actor(each), id))
        out.push_back(each);
    return out;
  }

  guess_table& at_;
  /// Before the step.
  std::vector<std::string> secrets_;
  std::set<std::uint32_t> who_knew_;
  wall_time started_{};
  std::int64_t guessers_ = 0;
  std::map<std::uint32_t, std::int64_t> points_;
};

/// Does what players, onlookers and the server might do, by chance.
class crowd {
public:
  crowd(guess_table& at, onlooker& eyes, std::uint64_t seed) : at_{at}, eyes_{eyes}, random_{seed} {}

  void step() {
    for (const auto& each : at_.last.pictures)
      asked_.push_back(each.name);
    const auto what = below(100);
    if (what < 40)
      talk();
    else if (what < 52)
      choose();
    else if (what < 56)
      at_.act(anybody(), "vote_skip");
    else if (what < 58)
      at_.act(anybody(), "vote_kick", {{"player", 10 + below(at_.players.size() + 2)}});
    else if (what < 63)
      at_.went(player());
    else if (what < 70)
      at_.came(player());
    else if (what < 76)
      make_picture();
    else if (what < 80)
      fire_at_random();
    else if (what < 99)
      at_.pass(std::chrono::milliseconds{below(12'000)});
    else
      at_.pass_unseen(std::chrono::milliseconds{below(400'000)});
    at_.now += std::chrono::microseconds{below(2'000)};
  }

private:
  std::uint32_t below(std::size_t bound) {
    return static_cast<std::uint32_t>(random_() % bound);
  }

  std::uint32_t player() {
    return at_.players[below(at_.players.size())];
  }

  game_actor anybody() {
    switch (below(30)) {
    case 0:
      return guess_table::actor(0);
    case 1:
      return guess_table::actor(99);
    case 2:
      return guess_table::admin();
    default:
      return guess_table::actor(player());
    }
  }

  void talk() {
    const auto who = anybody();
    const auto secrets = eyes_.secrets();
    const bool is_drawing = at_.phase() == "drawing";
    const bool is_drawers = who.player.value == at_.drawer();
    const auto text = something_to_say(secrets);
    const auto heard = at_.say(who, text);
    if (!heard.is_shown || (!is_drawing && !is_drawers))
      return;
    CHECK(heard.told.is_null());
    CHECK_FALSE(gives_away(text, secrets));
  }

  std::string something_to_say(const std::vector<std::string>& secrets) {
    if (secrets.empty() || below(2) == 0)
      return std::array{"good evening", "a submarine", "?", ""}.at(below(4));
    auto word = secrets[below(secrets.size())];
    switch (below(6)) {
    case 0:
      return word + "s";
    case 1:
      return "is it " + word + "?";
    case 2:
      return word.substr(1);
    case 3:
      return word + std::string(100, '!');
    default:
      return " " + word + ".";
    }
  }

  void choose() {
    const auto words = at_.state(at_.drawer())["words"];
    const auto word = words.is_array() && below(4) > 0 ? words[below(words.size())] : json("no such thing");
    at_.act(below(4) > 0 ? guess_table::actor(at_.drawer()) : anybody(), "choose_word", {{"word", word}});
  }

  void make_picture() {
    if (asked_.empty())
      return at_.make_picture("turn " + std::to_string(below(9)), 9'999);
    at_.make_picture(asked_.back(), ++pictures_);
    asked_.pop_back();
  }

  /// What is not due does nothing.
  void fire_at_random() {
    const auto name = std::array<std::string, 4>{"phase", "hint", "away/" + std::to_string(player()), "x"}.at(below(4));
    const auto set = at_.timers.find(name);
    if (set != at_.timers.end() && set->second <= at_.now)
      return;
    at_.fire(name);
    CHECK(test::text_of(at_.last) == test::text_of({}));
  }

  guess_table& at_;
  onlooker& eyes_;
  std::mt19937_64 random_;
  std::vector<std::string> asked_;
  std::uint32_t pictures_ = 100;
};

/// Plays one game until it is over or so many steps are done, and gives how many they were.
int play(guess_table& at, onlooker& eyes, std::uint64_t seed, int most) {
  crowd people{at, eyes, seed};
  int steps = 0;
  while (steps < most && at.over.is_null()) {
    people.step();
    ++steps;
  }
  return steps;
}

} // namespace

TEST_CASE("games of chance keep the rules at every step, and go on alike from what was stored") {
  int steps = 0;
  int finished = 0;
  int guesses = 0;
  std::set<std::string> endings;
  for (std::uint64_t seed = 1; steps < 6'000; ++seed) {
    CAPTURE(seed);
    std::mt19937_64 random{seed};
    const auto players = 2 + random() % 6;
    guess_table at{players,
                   {{"rounds", 1 + random() % 3},
                    {"turn_seconds", 60 + random() % 60},
                    {"choose_seconds", 5 + random() % 20},
                    {"pause_seconds", random() % 3 * 5},
                    {"hint_percent", random() % 76}},
                   seed};
    onlooker eyes{at};
    steps += play(at, eyes, seed, 1'000);
    finished += !at.over.is_null() && at.over["reason"] == "finished" ? 1 : 0;
    guesses += eyes.guesses;
    endings.merge(eyes.endings);
  }
  CHECK(finished >= 3);
  CHECK(guesses >= 50);
  CHECK(endings == std::set<std::string>{"time", "all_guessed", "skipped", "drawer_out"});
}

TEST_CASE("the longest game with the most players keeps the rules, too, and its end fits into a message") {
  guess_table at{24, {{"rounds", 20}, {"turn_seconds", 60}}, 7};
  onlooker eyes{at};
  CHECK(play(at, eyes, 7, 300) == 300);
  at.before = nullptr;
  at.after = nullptr;
  for (int turn = 0; turn < 481 && at.over.is_null(); ++turn) {
    if (at.phase() == "choosing")
      at.choose();
    for (const auto each : at.players)
      if (!at.shown(each)["away_until"].is_null())
        at.came(each);
    at.act(guess_table::admin(), "vote_skip");
    at.pass(5s);
  }
  CHECK(to_text(at.over).size() < 192 * 1024);
  CHECK(at.over["reason"] == "finished");
}
