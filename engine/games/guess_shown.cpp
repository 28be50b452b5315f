#include "engine/games/guess.hpp"
#include "engine/games/guess/word_list.hpp"
#include "engine/games/moments.hpp"
#include "protocol/limits.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace atelier {

namespace {

/// What is around a word in the gallery, and a player in a list, with the handle, at most.
constexpr std::size_t gallery_item_bytes = 80;
constexpr std::size_t player_bytes = 400;

static_assert(guess_settings::rounds_max * guess_settings::players_max
                          * (gallery_item_bytes + 4 * guess_word_characters_max)
                      + guess_settings::players_max * player_bytes
                  <= limits::list_bytes_max,
              "the end of the longest game must fit into a message");

} // namespace

json guess_game::state(const game_actor& who) const {
  const bool choosing = turn_.phase == guess_phase::choosing;
  const bool drawing = turn_.phase == guess_phase::drawing;
  const bool pausing = turn_.phase == guess_phase::pause;
  json words;
  if (choosing && who.player == turn_.drawer)
    for (const auto each : turn_.offered)
      words.push_back(words_[each]);
  json skips;
  if (is_in_turn()) {
    const auto count = players_.skip_votes(turn_.drawer);
    skips = {{"votes", count.votes}, {"needed", count.needed}};
  }
  const bool sees_word = word_ && (pausing || (drawing && turn_.is_known_to(who.player)));
  return {{"phase", name_of(turn_.phase)},
          {"turn", turn_.number},
          {"round", turn_.round},
          {"rounds", settings_.rounds},
          {"drawer", turn_.drawer.value},
          {"until", shown_moment(turn_.until)},
          {"letters", drawing ? shown_letters() : json()},
          {"word", sees_word ? json(word_->text()) : json()},
          {"words", std::move(words)},
          {"picture", drawing || pausing ? shown_picture() : json()},
          {"players", shown_players()},
          {"skip_votes", std::move(skips)},
          {"gallery", gallery()}};
}

json guess_game::shown_letters() const {
  return word_->shown(std::span{turn_.hints}.first(turn_.hints_shown));
}

json guess_game::shown_players() const {
  json out = json::array();
  for (const auto& [id, each] : players_.all())
    out.push_back({{"player", id.value},
                   {"handle", each.handle},
                   {"points", each.points},
                   {"guessed", std::ranges::find(turn_.guessed, id) != turn_.guessed.end()},
                   {"away_until", shown_moment(each.away_until)},
                   {"out", each.out},
                   {"kick_votes", each.out ? 0 : players_.kick_votes(id).votes}});
  return out;
}

json guess_game::gallery() const {
  json out = json::array();
  for (const auto& [number, drawn] : drawn_)
    if (number != turn_.number || turn_.phase != guess_phase::drawing)
      out.push_back({{"turn", number},
                     {"round", drawn.round},
                     {"drawer", drawn.drawer.value},
                     {"word", words_[drawn.word]},
                     {"picture", drawn.picture ? json(drawn.picture->value) : json()}});
  return out;
}

json guess_game::shown_picture() const {
  const auto found = drawn_.find(turn_.number);
  return found != drawn_.end() && found->second.picture ? json(found->second.picture->value) : json();
}

std::vector<player_id> guess_game::who_know() const {
  std::vector<player_id> out{turn_.drawer};
  out.insert(out.end(), turn_.guessed.begin(), turn_.guessed.end());
  return out;
}

std::optional<error> guess_game::refuses_drawing(const game_actor& who, picture_id picture) const {
  const auto found = std::ranges::find_if(drawn_, [&](const auto& each) { return each.second.picture == picture; });
  if (found == drawn_.end())
    return std::nullopt;
  const auto turn = "picture " + std::to_string(picture.value) + " is of turn " + std::to_string(found->first);
  if (found->first != turn_.number || turn_.phase != guess_phase::drawing)
    return error{errc::forbidden, turn + ", which is over; it stays as it is"};
  if (who.player != turn_.drawer)
    return error{errc::forbidden, turn + ", in which only player " + std::to_string(turn_.drawer.value) + " draws"};
  return std::nullopt;
}

} // namespace atelier
