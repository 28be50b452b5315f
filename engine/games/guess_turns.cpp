#include "engine/games/guess.hpp"
#include "engine/games/moments.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace atelier {

namespace {

/// Of what is said while a word is drawn: longer than any guess, too short for a dictionary.
constexpr std::size_t guess_characters_max = 100;

constexpr std::size_t words_offered = 3;

game_hearing hidden(std::string_view as) {
  return {false, {{"guess", as}}};
}

} // namespace

bool guess_game::is_in_turn() const noexcept {
  return turn_.phase == guess_phase::choosing || turn_.phase == guess_phase::drawing;
}

void guess_game::enter_phase(guess_phase phase, std::chrono::milliseconds length, wall_time now, game_effects& out) {
  if (turn_.phase == guess_phase::drawing && turn_.next_hint())
    out.timers.push_back({"hint", std::nullopt});
  turn_.phase = phase;
  turn_.since = now;
  turn_.until = now + length;
  out.timers.push_back({"phase", turn_.until});
}

void guess_game::next_turn(wall_time now, game_effects& out) {
  const auto& order = players_.order();
  do {
    turn_.place = (turn_.place + 1) % order.size();
    turn_.round += turn_.place == 0 ? 1 : 0;
  } while (turn_.round <= settings_.rounds && !players_.find(order[turn_.place]));
  if (turn_.round <= settings_.rounds)
    return begin_turn(now, out);
  turn_.round = settings_.rounds;
  out.over = finish("finished", out);
}

void guess_game::begin_turn(wall_time now, game_effects& out) {
  ++turn_.number;
  turn_.drawer = players_.order()[turn_.place];
  turn_.word.reset();
  word_.reset();
  turn_.hints.clear();
  turn_.hints_shown = 0;
  turn_.guessers = 0;
  turn_.guessed.clear();
  players_.clear_votes();

  std::vector<std::size_t> unused(words_.size());
  std::iota(unused.begin(), unused.end(), std::size_t{0});
  for (const auto& [number, drawn] : drawn_)
    std::erase(unused, drawn.word);
  turn_.offered.clear();
  json words = json::array();
  while (turn_.offered.size() < words_offered) {
    const auto picked = unused.begin() + static_cast<std::ptrdiff_t>(random_.below(unused.size()));
    turn_.offered.push_back(*picked);
    words.push_back(words_[*picked]);
    unused.erase(picked);
  }
  enter_phase(guess_phase::choosing, settings_.choose, now, out);
  const auto until = shown_moment(turn_.until);
  out.events.push_back({"turn_started",
                        {{"turn", turn_.number},
                         {"round", turn_.round},
                         {"rounds", settings_.rounds},
                         {"drawer", turn_.drawer.value},
                         {"until", until}}});
  out.events.push_back(
      {"words_offered", {{"turn", turn_.number}, {"words", std::move(words)}, {"until", until}}, {turn_.drawer}});
}

void guess_game::draw(std::size_t word, wall_time now, game_effects& out) {
  turn_.word = word;
  word_.emplace(words_[word]);
  turn_.offered.clear();
  turn_.guessers = players_.count() - 1;
  turn_.hints.resize(word_->letters());
  std::iota(turn_.hints.begin(), turn_.hints.end(), std::size_t{0});
  random_.shuffle(turn_.hints);
  turn_.hints.resize(hints_of(word_->letters(), settings_.hint_percent));
  enter_phase(guess_phase::drawing, settings_.turn, now, out);
  if (const auto next = turn_.next_hint())
    out.timers.push_back({"hint", next});
  drawn_[turn_.number] = {turn_.round, turn_.drawer, word, std::nullopt};
  keep_drawn(turn_.number, out);
  out.pictures.push_back({"turn " + std::to_string(turn_.number), settings_.picture_width, settings_.picture_height});
  out.events.push_back({"drawing_started",
                        {{"turn", turn_.number},
                         {"round", turn_.round},
                         {"drawer", turn_.drawer.value},
                         {"letters", shown_letters()},
                         {"until", shown_moment(turn_.until)}}});
  out.events.push_back({"word_chosen", {{"turn", turn_.number}, {"word", word_->text()}}, {turn_.drawer}});
}

void guess_game::show_hints(wall_time now, game_effects& out) {
  if (turn_.phase != guess_phase::drawing)
    return;
  const auto before = turn_.hints_shown;
  auto next = turn_.next_hint();
  for (; next && *next <= now; next = turn_.next_hint())
    ++turn_.hints_shown;
  if (turn_.hints_shown == before)
    return;
  out.events.push_back({"hint", {{"turn", turn_.number}, {"letters", shown_letters()}}});
  if (next)
    out.timers.push_back({"hint", next});
}

game_hearing guess_game::said(const game_actor& who, const std::string& text, wall_time now, game_effects& out) {
  if (turn_.phase == guess_phase::choosing)
    return heard_in_choosing(who, text);
  if (turn_.phase != guess_phase::drawing)
    return {};
  if (who.player == turn_.drawer)
    return word_->is_given_away_by(text) ? hidden("hidden") : game_hearing{};
  if (turn_.is_known_to(who.player))
    return whispered(who.player, text, out);
  if (characters_in(text) > guess_characters_max)
    return hidden("too_long");
  const auto verdict = word_->judge(text);
  if (verdict == guess_verdict::other)
    return {};
  if (!players_.find(who.player))
    return hidden("hidden");
  if (verdict != guess_verdict::right)
    return hidden(verdict == guess_verdict::near ? "near" : "mentioned");
  auto heard = guessed_right(who.player, whole_milliseconds(now), out);
  keep_changes(out);
  return heard;
}

game_hearing guess_game::heard_in_choosing(const game_actor& who, const std::string& text) const {
  if (who.player != turn_.drawer)
    return {};
  const bool reveals = std::ranges::any_of(
      turn_.offered, [&](std::size_t each) { return guess_word{words_[each]}.is_given_away_by(text); });
  return reveals ? hidden("hidden") : game_hearing{};
}

game_hearing guess_game::whispered(player_id who, const std::string& text, game_effects& out) const {
  out.events.push_back({"whispered", {{"turn", turn_.number}, {"player", who.value}, {"text", text}}, who_know()});
  return hidden("whispered");
}

game_hearing guess_game::guessed_right(player_id who, wall_time now, game_effects& out) {
  const auto points = turn_.points_at(now);
  const auto drawer_points = turn_.drawer_points(points);
  players_.change(who).points += points;
  players_.change(turn_.drawer).points += drawer_points;
  turn_.guessed.push_back(who);
  out.events.push_back({"guessed",
                        {{"turn", turn_.number},
                         {"player", who.value},
                         {"points", points},
                         {"drawer", turn_.drawer.value},
                         {"drawer_points", drawer_points}}});
  auto heard = hidden("right");
  heard.told["points"] = points;
  heard.told["word"] = word_->text();
  settle(now, out);
  return heard;
}

bool guess_game::has_everybody_guessed() const {
  return std::ranges::all_of(players_.all(),
                             [&](const auto& each) { return each.second.out || turn_.is_known_to(each.first); });
}

void guess_game::settle(wall_time now, game_effects& out) {
  while (const auto voted = players_.voted_out())
    put_out(*voted, "kicked", out);
  if (players_.count() < guess_settings::players_min) {
    out.over = finish("too_few_players", out);
    return;
  }
  if (!is_in_turn())
    return;
  if (!players_.find(turn_.drawer))
    end_turn("drawer_out", now, out);
  else if (players_.skip_votes(turn_.drawer).is_reached())
    end_turn("skipped", now, out);
  else if (turn_.phase == guess_phase::drawing && has_everybody_guessed())
    end_turn("all_guessed", now, out);
}

void guess_game::end_turn(std::string_view reason, wall_time now, game_effects& out) {
  enter_phase(guess_phase::pause, settings_.pause, now, out);
  turn_.offered.clear();
  out.events.push_back({"turn_ended",
                        {{"turn", turn_.number},
                         {"round", turn_.round},
                         {"drawer", turn_.drawer.value},
                         {"reason", reason},
                         {"word", word_ ? json(word_->text()) : json()},
                         {"picture", shown_picture()},
                         {"points", players_.points()},
                         {"until", shown_moment(turn_.until)}}});
  if (settings_.pause.count() == 0)
    next_turn(now, out);
}

json guess_game::finish(std::string_view reason, game_effects& out) {
  if (turn_.phase == guess_phase::drawing && turn_.next_hint())
    out.timers.push_back({"hint", std::nullopt});
  out.timers.push_back({"phase", std::nullopt});
  for (const auto& [id, each] : players_.all())
    if (each.away_until)
      out.timers.push_back({away_timer(id), std::nullopt});
  turn_.phase = guess_phase::over;
  return {{"reason", reason}, {"ranking", players_.ranking()}, {"gallery", gallery()}};
}

json guess_game::stop(wall_time /*now*/, game_effects& out) {
  auto over = finish("stopped", out);
  keep_changes(out);
  return over;
}

} // namespace atelier
