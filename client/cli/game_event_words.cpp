#include "client/cli/game_event_words.hpp"

#include "client/cli/game_narrator.hpp"
#include "client/cli/json_fields.hpp"

#include <map>
#include <vector>

namespace atelier::cli {

namespace {

using narrator = game_narrator;

/// As many players as a game of guess has, so that a line stays one that can be read.
constexpr std::size_t listed_max = 24;

std::string player(const narrator& by, const json& data, const char* name = "player") {
  return by.names().player(field(data, name));
}

std::string team(const narrator& by, const json& data, const char* name = "team") {
  return by.names().team(field(data, name));
}

std::string until(const narrator& by, const json& data) {
  return field(data, "until").is_null() ? "" : " until " + by.moment(field(data, "until"));
}

std::string quoted(const json& data, const char* name) {
  return shown(raw_field(data, name));
}

/// Puts texts together as in a sentence.
std::string joined(const std::vector<std::string>& all, const std::string& nothing) {
  std::string out;
  for (std::size_t i = 0; i < all.size() && i < listed_max; ++i)
    out += (i == 0 ? "" : ", ") + all[i];
  if (all.size() > listed_max)
    out += " and " + std::to_string(all.size() - listed_max) + " more";
  return all.empty() ? nothing : out;
}

std::string counted(const json& object, const char* name, const std::string& noun) {
  const auto& number = field(object, name);
  return value_words(number) + " " + noun + (number == 1 ? "" : "s");
}

// What is the same for all modes.

std::string started(const narrator& by, const json& data) {
  const auto& game = field(data, "game");
  std::vector<std::string> who;
  for (const auto& each : list_field(game, "player_ids"))
    who.push_back(by.names().player(each));
  return "game " + field_words(game, "number") + " of " + field_words(game, "mode")
         + " begins: " + joined(who, "nobody plays yet");
}

std::string outcome_words(const narrator& by, const json& outcome) {
  if (const auto& error = field(outcome, "error"); error.is_object())
    return "it could not go on: " + field_words(error, "message");
  std::vector<std::string> ranks;
  for (const auto& each : list_field(outcome, "ranking"))
    ranks.push_back(field_words(each, "rank") + ". " + field_words(each, "handle") + " " + field_words(each, "points"));
  for (const auto& each : list_field(outcome, "standings"))
    ranks.push_back(std::to_string(ranks.size() + 1) + ". " + field_words(each, "name") + " "
                    + field_words(each, "points"));
  if (!ranks.empty())
    return joined(ranks, "");
  if (!field(outcome, "placed").is_number())
    return "";
  for (const auto& each : list_field(outcome, "teams"))
    ranks.push_back(team(by, each) + " " + field_words(each, "placed"));
  return counted(outcome, "placed", "pixel") + " by " + counted(outcome, "players", "player")
         + (ranks.empty() ? "" : "; " + joined(ranks, ""));
}

std::string ended(const narrator& by, const json& data) {
  const auto outcome = outcome_words(by, field(data, "outcome"));
  return "game " + field_words(data, "game") + " is over" + (outcome.empty() ? "" : ": " + outcome);
}

// place

std::string pixels_undone(const narrator& by, const json& data) {
  return counted(data, "undone", "pixel") + " of " + player(by, data) + " undone, " + field_words(data, "repainted")
         + " repainted";
}

// guess

std::string turn_started(const narrator& by, const json& data) {
  return "turn " + field_words(data, "turn") + ", round " + field_words(data, "round") + " of "
         + field_words(data, "rounds") + ": " + player(by, data, "drawer") + " chooses a word" + until(by, data);
}

std::string drawing_started(const narrator& by, const json& data) {
  return player(by, data, "drawer") + " draws" + until(by, data) + ": " + letters_text(list_field(data, "letters"));
}

std::string word_chosen(const narrator&, const json& data) {
  return "you draw " + quoted(data, "word");
}

std::string picture_ready(const narrator&, const json& data) {
  return "it is drawn on picture " + field_words(data, "picture");
}

std::string hint(const narrator&, const json& data) {
  return "a hint: " + letters_text(list_field(data, "letters"));
}

std::string guessed(const narrator& by, const json& data) {
  return player(by, data) + " has guessed it: " + counted(data, "points", "point") + ", and "
         + field_words(data, "drawer_points") + " for " + player(by, data, "drawer");
}

std::string whispered(const narrator& by, const json& data) {
  return player(by, data) + " whispers: " + field_words(data, "text");
}

std::string turn_ended(const narrator& by, const json& data) {
  static const std::map<std::string, std::string, std::less<>> reasons{{"time", "the time is up"},
                                                                       {"all_guessed", "everybody has guessed it"},
                                                                       {"skipped", "it was skipped"},
                                                                       {"drawer_out", "who draws is out"}};
  const auto reason = reasons.find(raw_field(data, "reason"));
  std::vector<std::string> points;
  for (const auto& each : list_field(data, "points"))
    points.push_back(player(by, each) + " " + field_words(each, "points"));
  return "turn " + field_words(data, "turn") + " is over, "
         + (reason == reasons.end() ? field_words(data, "reason") : reason->second)
         + (field(data, "word").is_null() ? "" : "; the word was " + quoted(data, "word"))
         + "; points: " + joined(points, "none");
}

std::string skip_voted(const narrator& by, const json& data) {
  return player(by, data) + " votes to skip: " + field_words(data, "votes") + " of " + field_words(data, "needed");
}

std::string kick_voted(const narrator& by, const json& data) {
  return player(by, data) + " votes to kick " + player(by, data, "against") + ": " + field_words(data, "votes") + " of "
         + field_words(data, "needed");
}

std::string player_away(const narrator& by, const json& data) {
  return player(by, data) + " is away, and keeps the place" + until(by, data);
}

std::string player_back(const narrator& by, const json& data) {
  return player(by, data) + " is back";
}

std::string player_out(const narrator& by, const json& data) {
  return player(by, data) + (raw_field(data, "reason") == "kicked" ? " was voted out" : " is out, after being away");
}

// chase

std::string caught(const narrator& by, const json& data) {
  return team(by, data, "catcher") + " catches " + team(by, data, "caught") + " and gets a bounty of "
         + field_words(data, "bounty");
}

std::string completed(const narrator& by, const json& data) {
  return team(by, data) + " completes " + quoted(field(data, "challenge"), "title") + ": "
         + counted(data, "points", "point") + ", " + field_words(data, "bounty") + " more on its head";
}

std::string location(const narrator& by, const json& data) {
  const auto& at = field(data, "location");
  return team(by, at) + " is at " + field_words(at, "latitude") + ", " + field_words(at, "longitude") + ", says "
         + player(by, at);
}

std::string team_made_catcher(const narrator& by, const json& data) {
  return team(by, data) + " catches now";
}

std::string team_made_runner(const narrator& by, const json& data) {
  return team(by, data) + " runs now";
}

std::string team_left_grace_period(const narrator& by, const json& data) {
  return team(by, data) + " can be caught now";
}

std::string challenges_changed(const narrator& by, const json& data) {
  std::vector<std::string> hand;
  for (const auto& each : list_field(data, "challenges"))
    hand.push_back(field_words(each, "challenge") + " " + quoted(each, "title") + " (" + field_words(each, "points")
                   + ")");
  return "challenges of " + team(by, data) + ": " + joined(hand, "none");
}

} // namespace

std::string offer_words(const narrator& by, const json& data) {
  std::vector<std::string> words;
  for (const auto& each : list_field(data, "words"))
    words.push_back(each.is_string() ? shown(each.get_ref<const std::string&>()) : value_words(each));
  return "choose what to draw" + until(by, data) + ": " + joined(words, "nothing");
}

const event_words* find_event_words(std::string_view event) {
  static const std::map<std::string_view, event_words> all{{"started", started},
                                                           {"ended", ended},
                                                           {"pixels_undone", pixels_undone},
                                                           {"turn_started", turn_started},
                                                           {"words_offered", offer_words},
                                                           {"drawing_started", drawing_started},
                                                           {"word_chosen", word_chosen},
                                                           {"picture_ready", picture_ready},
                                                           {"hint", hint},
                                                           {"guessed", guessed},
                                                           {"whispered", whispered},
                                                           {"turn_ended", turn_ended},
                                                           {"skip_voted", skip_voted},
                                                           {"kick_voted", kick_voted},
                                                           {"player_away", player_away},
                                                           {"player_back", player_back},
                                                           {"player_out", player_out},
                                                           {"caught", caught},
                                                           {"completed", completed},
                                                           {"location", location},
                                                           {"team_made_catcher", team_made_catcher},
                                                           {"team_made_runner", team_made_runner},
                                                           {"team_left_grace_period", team_left_grace_period},
                                                           {"challenges_changed", challenges_changed}};
  const auto found = all.find(event);
  return found == all.end() ? nullptr : &found->second;
}

} // namespace atelier::cli
