#include "engine/games/guess.hpp"

#include "engine/arguments.hpp"
#include "engine/games/guess/word_list.hpp"
#include "engine/games/moments.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace atelier {

namespace {

constexpr std::array<std::string_view, 3> actions{"choose_word", "vote_skip", "vote_kick"};
constexpr std::string_view turn_prefix = "turn/";

/// How long the place of one who has dropped is kept.
constexpr std::chrono::seconds place_kept{60};

std::unique_ptr<game_mode> make_guess_game() {
  return std::make_unique<guess_game>();
}

/// The number after a prefix, where that is all there is.
std::optional<std::uint32_t> number_after(std::string_view prefix, std::string_view text) {
  if (!text.starts_with(prefix))
    return std::nullopt;
  text.remove_prefix(prefix.size());
  std::uint32_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failed == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

json answer_of(const vote_count& count, bool decided) {
  return {{"votes", count.votes}, {"needed", count.needed}, {"decided", decided}};
}

} // namespace

const mode_info guess_mode{"guess", actions, default_guess_config, wrong_with_guess_config, make_guess_game, true};

result<void> guess_game::start(const game_setup& setup, wall_time now, game_effects& out) {
  guess_settings settings{setup.config};
  const auto players = setup.players.size();
  if (players < guess_settings::players_min || players > guess_settings::players_max)
    return failure(errc::bad_data, "session " + std::to_string(setup.session.value) + " has " + std::to_string(players)
                                       + " players; guess is played by " + std::to_string(guess_settings::players_min)
                                       + " to " + std::to_string(guess_settings::players_max));
  auto words = guess_words_of(setup.challenges, settings.language, settings.words);
  const auto needed = settings.rounds * players + 2;
  if (words.size() < needed) {
    const auto language = settings.language.empty() ? "" : " in the language " + shown(settings.language);
    return failure(errc::too_few_challenges, std::to_string(settings.rounds) + " rounds of " + std::to_string(players)
                                                 + " players need " + std::to_string(needed)
                                                 + " words; the challenges and \"words\" give "
                                                 + std::to_string(words.size()) + language);
  }
  settings_ = std::move(settings);
  random_ = game_random{setup.seed};
  random_.shuffle(words);
  words.resize(needed);
  words_ = std::move(words);
  players_.seat(setup.players, random_);
  out.values.push_back({"settings", kept_guess_config(setup.config)});
  out.values.push_back({"words", words_});
  turn_.place = players - 1;
  next_turn(whole_milliseconds(now), out);
  keep_changes(out);
  return {};
}

void guess_game::restore(const game_values& values) {
  settings_ = guess_settings{values.at("settings")};
  words_ = values.at("words").get<std::vector<std::string>>();
  players_.restore(values);
  const auto& game = values.at("game");
  random_ = game_random{game.at("random").get<std::uint64_t>()};
  turn_ = kept_turn_ = turn_from_value(game.at("turn"));
  if (turn_.word)
    word_.emplace(words_.at(*turn_.word));
  for (const auto& [name, value] : values) {
    const auto number = number_after(turn_prefix, name);
    if (!number)
      continue;
    auto& drawn = drawn_[*number];
    drawn.round = value.at("round").get<std::uint32_t>();
    drawn.drawer = player_id{value.at("drawer").get<std::uint32_t>()};
    drawn.word = value.at("word").get<std::size_t>();
    if (const auto& picture = value.at("picture"); !picture.is_null())
      drawn.picture = picture_id{picture.get<std::uint32_t>()};
  }
}

void guess_game::keep_drawn(std::uint32_t number, game_effects& out) const {
  const auto& drawn = drawn_.at(number);
  out.values.push_back({std::string{turn_prefix} + std::to_string(number),
                        json{{"round", drawn.round},
                             {"drawer", drawn.drawer.value},
                             {"word", drawn.word},
                             {"picture", drawn.picture ? json(drawn.picture->value) : json()}}});
}

void guess_game::keep_changes(game_effects& out) {
  players_.store(out.values);
  if (turn_ == kept_turn_)
    return;
  kept_turn_ = turn_;
  out.values.push_back({"game", json{{"turn", to_value(turn_)}, {"random", random_.state()}}});
}

result<json> guess_game::act(const game_actor& who, std::string_view action, const json& args, wall_time now,
                             game_effects& out) {
  if (turn_.phase == guess_phase::over)
    return failure(errc::game_not_running, "the game is over");
  now = whole_milliseconds(now);
  auto answer = action == "choose_word" ? choose_word(who, args, now, out)
                : action == "vote_skip" ? vote_skip(who, now, out)
                : action == "vote_kick" ? vote_kick(who, args, now, out)
                                        : failure(errc::unknown_action, shown(action) + " is no action of guess");
  keep_changes(out);
  return answer;
}

std::optional<error> guess_game::may_not_take_part(const game_actor& who, bool admin_may) const {
  if (players_.find(who.player) || (admin_may && who.admin))
    return std::nullopt;
  if (who.player == player_id{})
    return error{errc::unauthorized, "only players of this game may do that; sign in first"};
  return error{errc::forbidden, "player " + std::to_string(who.player.value)
                                    + (players_.all().contains(who.player) ? " is out of this game and only watches"
                                                                           : " does not play in this game")};
}

result<json> guess_game::choose_word(const game_actor& who, const json& args, wall_time now, game_effects& out) {
  if (auto wrong = may_not_take_part(who, false))
    return tl::unexpected{std::move(*wrong)};
  const auto turn = "turn " + std::to_string(turn_.number);
  if (who.player != turn_.drawer)
    return failure(errc::forbidden, "player " + std::to_string(turn_.drawer.value) + " draws in " + turn
                                        + "; only the drawer may choose the word");
  if (turn_.phase != guess_phase::choosing)
    return failure(errc::forbidden, turn + " is past choosing; a word is chosen once, before the drawing");
  arguments read{args};
  const auto wanted = read.text("word");
  if (read.wrong())
    return tl::unexpected{*read.wrong()};
  const auto key = guess_key_of(wanted);
  std::string names;
  for (const auto each : turn_.offered) {
    if (guess_key_of(words_[each]) == key) {
      draw(each, now, out);
      return json{{"word", words_[each]}};
    }
    names += (names.empty() ? "" : ", ") + shown(words_[each]);
  }
  return failure(errc::bad_data, "\"word\" is " + shown(wanted) + "; it must be one of " + names);
}

result<json> guess_game::vote_skip(const game_actor& who, wall_time now, game_effects& out) {
  if (auto wrong = may_not_take_part(who, true))
    return tl::unexpected{std::move(*wrong)};
  if (!is_in_turn())
    return failure(errc::forbidden, "turn " + std::to_string(turn_.number) + " is over; there is nothing to skip");
  const auto* voter = players_.find(who.player);
  if (voter && who.player == turn_.drawer)
    return failure(errc::forbidden, "the drawer has no vote on skipping the own turn");
  const bool is_new = voter && !voter->votes_skip;
  if (is_new)
    players_.change(who.player).votes_skip = true;
  const auto count = players_.skip_votes(turn_.drawer);
  if (is_new)
    out.events.push_back(
        {"skip_voted",
         {{"turn", turn_.number}, {"player", who.player.value}, {"votes", count.votes}, {"needed", count.needed}}});
  if (voter)
    settle(now, out);
  else
    end_turn("skipped", now, out);
  return answer_of(count, !voter || count.is_reached());
}

result<json> guess_game::vote_kick(const game_actor& who, const json& args, wall_time now, game_effects& out) {
  if (auto wrong = may_not_take_part(who, true))
    return tl::unexpected{std::move(*wrong)};
  arguments read{args};
  const player_id against{read.number("player")};
  if (read.wrong())
    return tl::unexpected{*read.wrong()};
  const auto name = "player " + std::to_string(against.value);
  if (!players_.find(against))
    return failure(errc::not_found, name + " does not play in this game, or is out");
  if (against == who.player)
    return failure(errc::bad_data,
                   "\"player\" is " + std::to_string(against.value) + ", who asks; it must be another player");
  const auto* voter = players_.find(who.player);
  const bool is_new = voter && !voter->votes_kick.contains(against);
  if (is_new)
    players_.change(who.player).votes_kick.insert(against);
  const auto count = players_.kick_votes(against);
  if (is_new)
    out.events.push_back(
        {"kick_voted",
         {{"player", who.player.value}, {"against", against.value}, {"votes", count.votes}, {"needed", count.needed}}});
  if (!voter)
    put_out(against, "kicked", out);
  settle(now, out);
  auto answer = answer_of(count, !voter || count.is_reached());
  answer["player"] = against.value;
  return answer;
}

void guess_game::timer(std::string_view name, wall_time now, game_effects& out) {
  if (turn_.phase == guess_phase::over)
    return;
  now = whole_milliseconds(now);
  if (name == "phase" && now >= turn_.until) {
    if (turn_.phase == guess_phase::choosing)
      draw(turn_.offered[random_.below(turn_.offered.size())], now, out);
    else if (turn_.phase == guess_phase::drawing)
      end_turn("time", now, out);
    else
      next_turn(now, out);
  } else if (name == "hint") {
    show_hints(now, out);
  } else if (const auto number = number_after("away/", name)) {
    const auto* player = players_.find(player_id{*number});
    if (!player || !player->away_until || now < *player->away_until)
      return;
    put_out(player_id{*number}, "away", out);
    settle(now, out);
  }
  keep_changes(out);
}

void guess_game::came(player_id who, wall_time /*now*/, game_effects& out) {
  const auto* player = players_.find(who);
  if (turn_.phase == guess_phase::over || !player || !player->away_until)
    return;
  players_.change(who).away_until.reset();
  out.timers.push_back({away_timer(who), std::nullopt});
  out.events.push_back({"player_back", {{"player", who.value}}});
  keep_changes(out);
}

void guess_game::went(player_id who, wall_time now, game_effects& out) {
  const auto* player = players_.find(who);
  if (turn_.phase == guess_phase::over || !player || player->away_until)
    return;
  const auto until = whole_milliseconds(now) + place_kept;
  players_.change(who).away_until = until;
  out.timers.push_back({away_timer(who), until});
  out.events.push_back({"player_away", {{"player", who.value}, {"until", shown_moment(until)}}});
  keep_changes(out);
}

void guess_game::put_out(player_id who, std::string_view reason, game_effects& out) {
  if (players_.find(who)->away_until)
    out.timers.push_back({away_timer(who), std::nullopt});
  players_.put_out(who);
  out.events.push_back({"player_out", {{"player", who.value}, {"reason", reason}}});
}

void guess_game::picture_made(std::string_view name, picture_id made, wall_time /*now*/, game_effects& out) {
  const auto number = number_after("turn ", name);
  const auto found = number ? drawn_.find(*number) : drawn_.end();
  if (found == drawn_.end() || found->second.picture)
    return;
  found->second.picture = made;
  keep_drawn(*number, out);
  out.events.push_back({"picture_ready", {{"turn", *number}, {"picture", made.value}}});
}

} // namespace atelier
