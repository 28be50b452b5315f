#include "tests/simulation/guess_program.hpp"

#include <algorithm>
#include <doctest/doctest.h>

namespace atelier::simulation {

namespace {

constexpr std::size_t words_count = 90;
/// No other text has this.
constexpr const char* mark = "zq";
/// Who comes and goes, and whom the others may throw out.
constexpr std::size_t unsteady = 3;

const std::string* value_of(const memory_store& store, session_id session, const char* name) {
  for (const auto& game : store.state().games)
    if (game.record.session == session)
      for (const auto& each : game.values)
        if (each.name == name)
          return &*each.value;
  return nullptr;
}

} // namespace

guess_program::guess_program() {
  game_random dice{5};
  std::set<std::string> made;
  while (made.size() < words_count) {
    std::string word{mark};
    for (int i = 0; i < 6; ++i)
      word += static_cast<char>('a' + dice.below(16));
    made.insert(word);
  }
  words_.assign(made.begin(), made.end());
}

json guess_program::config() const {
  return {{"rounds", 20},    {"turn_seconds", 60},  {"choose_seconds", 5}, {"pause_seconds", 2},
          {"words", words_}, {"picture_width", 64}, {"picture_height", 64}};
}

std::size_t guess_program::place_of(std::uint32_t player) const {
  return static_cast<std::size_t>(std::ranges::find(players_, player_id{player}) - players_.begin());
}

game_order guess_program::said(std::size_t who, std::string text) const {
  game_order out;
  out.who = who;
  out.action = "say";
  out.args = {{"text", std::move(text)}};
  return out;
}

game_order guess_program::choose(game_random& dice) {
  game_order out;
  out.who = dice.below(5) == 0 ? dice.below(players_.size()) : place_of(drawer_);
  if (dice.below(4) == 0)
    return said(place_of(drawer_), "shall I draw " + offered_.at(dice.below(offered_.size())) + "?");
  out.action = "choose_word";
  // Only the drawer may know what is offered.
  const bool fits = out.who == place_of(drawer_) && dice.below(6) != 0;
  out.args = {{"word", fits ? offered_.at(dice.below(offered_.size())) : "something else"}};
  return out;
}

game_order guess_program::talk(game_random& dice) {
  const auto who = dice.below(12) == 0 ? by_nobody : dice.below(players_.size());
  switch (dice.below(8)) {
  case 0:
  case 1:
    return said(who, word_);
  case 2:
    return said(who, word_.substr(0, word_.size() - 1));
  case 3:
    return said(who, "is it perhaps " + word_ + ", or what?");
  case 4:
    return said(by_admin, word_);
  default:
    return said(who, "hello " + std::to_string(++said_));
  }
}

game_order guess_program::next(game_random& dice, const json&) {
  game_order out;
  const auto sides = dice.below(60);
  if (is_away_ ? sides < 5 : sides < 1) {
    out.what = is_away_ ? game_order::kind::come : game_order::kind::leave;
    out.who = unsteady;
    is_away_ = !is_away_;
    return out;
  }
  if (sides < 8) {
    out.who = dice.below(players_.size());
    out.action = "vote_skip";
  } else if (sides == 8) {
    out.who = dice.below(players_.size());
    out.action = "vote_kick";
    out.args = {{"player", players_[unsteady].value}};
  } else if (sides == 9) {
    out.who = dice.below(players_.size());
    out.action = "edit_message";
    out.args = {{"message", 1}, {"text", "what I meant"}};
    out.refused_with = "game_in_progress";
  } else if (!word_.empty()) {
    out = talk(dice);
  } else if (const bool may_choose = !is_away_ || place_of(drawer_) != unsteady;
             !offered_.empty() && sides < 40 && may_choose) {
    out = choose(dice);
  } else {
    out = said(dice.below(players_.size()), "hello " + std::to_string(++said_));
  }
  // Who is away says nothing.
  if (is_away_ && out.who == unsteady)
    out.who = 0;
  if (out.action == "choose_word" && out.who != place_of(drawer_))
    out.args["word"] = "something else";
  return out;
}

void guess_program::answered(const game_order& what, const json& answer) {
  if (what.action == "say" && answer.contains("result") && answer.at("result").contains("guess"))
    guesses_ += answer.at("result").at("guess") == "right";
}

void guess_program::stored(const memory_store& store, session_id session) {
  for (; events_seen_ < store.events().size(); ++events_seen_) {
    const auto& event = store.events()[events_seen_];
    if (event.session != session)
      continue;
    const auto data = json::parse(event.data);
    if (event.name == "turn_started") {
      CHECK(told_drawer_ == 0);
      told_drawer_ = data.at("drawer");
    } else if (event.name == "drawing_started") {
      CHECK(data.at("drawer") == told_drawer_);
    } else if (event.name == "guessed") {
      CHECK(data.at("drawer") == told_drawer_);
      CHECK(data.at("player") != told_drawer_);
      earned_ += data.at("points").get<std::int64_t>() + data.at("drawer_points").get<std::int64_t>();
    } else if (event.name == "turn_ended") {
      CHECK(data.at("drawer") == told_drawer_);
      told_drawer_ = 0;
      if (!data.at("word").is_null())
        public_.insert(data.at("word").get<std::string>());
    }
  }
  const auto* game = value_of(store, session, "game");
  const auto* words = value_of(store, session, "words");
  if (game && *game == stored_)
    return;
  offered_.clear();
  word_.clear();
  stored_ = game ? *game : "";
  if (!game || !words)
    return;
  const auto turn = json::parse(*game).at("turn");
  const auto all = json::parse(*words);
  const auto phase = turn.at("phase").get<int>();
  drawer_ = turn.at("drawer");
  if (phase > 1)
    return;
  for (const auto& each : turn.at("offered")) {
    if (phase == 0)
      offered_.push_back(all.at(each.get<std::size_t>()));
    known_[drawer_].insert(all.at(each.get<std::size_t>()).get<std::string>());
  }
  if (turn.at("word").is_null())
    return;
  word_ = all.at(turn.at("word").get<std::size_t>());
  known_[drawer_].insert(word_);
  for (const auto& each : turn.at("guessed"))
    known_[each.get<std::uint32_t>()].insert(word_);
}

void guess_program::check_secrets(std::uint32_t player, const std::string& bytes) const {
  const auto known = known_.find(player);
  for (auto at = bytes.find(mark); at != std::string::npos; at = bytes.find(mark, at + 1)) {
    const auto end = std::find_if_not(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end(),
                                      [](char it) { return it >= 'a' && it <= 'z'; });
    const std::string word{bytes.begin() + static_cast<std::ptrdiff_t>(at), end};
    // What is near a word tells it as well.
    const auto tells = [&](const std::string& each) {
      return each.starts_with(word) && each.size() <= word.size() + 1;
    };
    const bool may_know =
        std::ranges::any_of(public_, tells) || (known != known_.end() && std::ranges::any_of(known->second, tells));
    CHECK_MESSAGE(may_know, "player ", player, " was sent ", word, " in ", bytes.substr(at > 300 ? at - 300 : 0, 400));
  }
}

void guess_program::check(const json& game, const memory_store&) {
  std::int64_t sum = 0;
  int drawers = 0;
  for (const auto& each : game.at("players")) {
    sum += each.at("points").get<std::int64_t>();
    const bool draws = each.at("player") == game.at("drawer");
    drawers += draws;
    CHECK_FALSE((draws && each.at("guessed") == true));
    CHECK_FALSE((draws && game.at("phase") != "pause" && each.at("out") == true));
  }
  CHECK(drawers == 1);
  CHECK(sum == earned_);
  CHECK((game.at("phase") == "pause" ? 0U : game.at("drawer").get<std::uint32_t>()) == told_drawer_);
}

} // namespace atelier::simulation
