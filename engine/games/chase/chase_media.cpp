#include "engine/arguments.hpp"
#include "engine/bounded_list.hpp"
#include "engine/games/chase/chase.hpp"
#include "engine/games/chase/chase_shown.hpp"
#include "engine/games/moments.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

// The actions of chase about where teams are, what they did, and how it looks.

namespace atelier {

namespace {

constexpr std::size_t hash_digits = 64;

/// A number of at least −`bound` and at most `bound`; 0 and an error where it is none.
double number_within(const json& args, const char* name, double least, double most, std::optional<error>& wrong) {
  const auto place = args.find(name);
  const auto value = place == args.end() ? json() : *place;
  if (value.is_number() && value.get<double>() >= least && value.get<double>() <= most)
    return value.get<double>();
  if (!wrong)
    wrong = error{errc::bad_data, "\"" + std::string{name} + "\" is "
                                      + (value.is_null() ? std::string{"missing"} : shown_value(value))
                                      + "; it must be a number from " + std::to_string(std::llround(least)) + " to "
                                      + std::to_string(std::llround(most))};
  return 0;
}

result<std::string> hash_in(arguments& in) {
  auto hash = in.text("hash");
  if (in.wrong())
    return tl::unexpected{*in.wrong()};
  const auto digit = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  if (hash.size() != hash_digits || !std::ranges::all_of(hash, digit))
    return failure(errc::bad_data,
                   "\"hash\" is " + shown(hash) + "; it must be an attachment's SHA-256: 64 hexadecimal digits");
  for (auto& each : hash)
    if (each >= 'A' && each <= 'F')
      each = static_cast<char>(each - 'A' + 'a');
  return hash;
}

/// Ids after `after`, in an ordered range of them.
template <class Ids, class Id, class Show>
json page_of(const char* noun, const Ids& ids, Id after, Show show) {
  bounded_list out;
  for (auto each = std::ranges::upper_bound(ids, after); each != ids.end(); ++each)
    if (!out.add(show(*each)))
      break;
  return std::move(out).under(noun);
}

} // namespace

result<json> chase_game::team_challenges(request& asked) {
  const auto team = own_team_named(asked, "team");
  if (!team)
    return tl::unexpected{team.error()};
  return team_and_hand((*team)->id);
}

result<json> chase_game::send_location(request& asked) {
  std::optional<error> wrong;
  const auto latitude = number_within(asked.args, "latitude", -90, 90, wrong);
  const auto longitude = number_within(asked.args, "longitude", -180, 180, wrong);
  std::optional<std::int64_t> accuracy;
  if (const auto given = asked.args.find("accuracy"); given != asked.args.end() && !given->is_null())
    accuracy = std::llround(100 * number_within(asked.args, "accuracy", 0, chase_accuracy_max_metres, wrong));
  if (wrong)
    return tl::unexpected{std::move(*wrong)};
  const auto player = own_player(asked);
  if (!player)
    return tl::unexpected{player.error()};
  const auto pause = board_.config().between_locations;
  if (const auto last = (*player)->located_at; last && asked.now < *last + pause)
    return failure(errc::too_rapid, "player " + std::to_string((*player)->id.value)
                                        + " sent a location just now; try again at "
                                        + shown_moment(*last + pause).get<std::string>());
  const geo_point place{static_cast<std::int32_t>(std::lround(latitude * geo_units_per_degree)),
                        static_cast<std::int32_t>(std::lround(longitude * geo_units_per_degree))};
  const auto shown = shown_location(board_.locate((*player)->id, place, accuracy, asked.now, asked.out));
  asked.out.events.push_back({"location", {{"location", shown}}});
  return json{{"location", shown}};
}

result<json> chase_game::list_locations(request&) {
  auto out = json::array();
  for (const auto& [id, team] : board_.teams())
    if (const auto* last = board_.locations().last(id))
      out.push_back(shown_location(*last));
  return json{{"locations", std::move(out)}};
}

result<json> chase_game::past_locations(request& asked) {
  const location_id after{asked.in.optional_number("after").value_or(0)};
  const auto& kept = board_.locations();
  const auto show = [&kept](location_id each) {
    return shown_location(kept.at(each));
  };
  if (asked.in.optional_number("team")) {
    const auto team = team_named(asked, "team");
    if (!team)
      return tl::unexpected{team.error()};
    return page_of("locations", kept.of((*team)->id), after, show);
  }
  if (asked.in.wrong())
    return tl::unexpected{*asked.in.wrong()};
  bounded_list out;
  for (auto each = kept.all().upper_bound(after); each != kept.all().end(); ++each)
    if (!out.add(shown_location(each->second)))
      break;
  return std::move(out).under("locations");
}

result<json> chase_game::list_periods(request& asked) {
  const period_id after{asked.in.optional_number("after").value_or(0)};
  const auto team = team_named(asked, "team");
  if (!team)
    return tl::unexpected{team.error()};
  const auto& kept = board_.periods();
  return page_of("periods", kept.of((*team)->id), after,
                 [&kept](period_id each) { return shown_period(*kept.find(each)); });
}

result<chase_game::pictured> chase_game::pictured_team(request& asked) const {
  auto hash = hash_in(asked.in);
  if (!hash)
    return tl::unexpected{hash.error()};
  return own_team_named(asked, "team").map([&](const chase_team* team) {
    return pictured{std::move(*hash), team->id};
  });
}

result<chase_game::pictured> chase_game::pictured_player(request& asked) const {
  auto hash = hash_in(asked.in);
  if (!hash)
    return tl::unexpected{hash.error()};
  return own_player(asked).map([&](const chase_player* player) { return pictured{std::move(*hash), player->id}; });
}

result<chase_game::pictured> chase_game::pictured_period(request& asked) const {
  const period_id id{asked.in.number("period_id")};
  auto hash = hash_in(asked.in);
  if (!hash)
    return tl::unexpected{hash.error()};
  const auto* period = board_.periods().find(id);
  if (!period)
    return failure(errc::not_found,
                   "there is no period " + std::to_string(id.value) + " in this game, or it is no longer kept");
  if (!is_own(asked.who, period->team))
    return failure(errc::forbidden, "period " + std::to_string(id.value) + " is of team "
                                        + std::to_string(period->team.value) + ", and player "
                                        + std::to_string(asked.who.player.value) + " is not in it");
  return pictured{std::move(*hash), id};
}

result<json> chase_game::upload_team_picture(request& asked) {
  return pictured_team(asked).map([&](const pictured& what) {
    const auto team = std::get<team_id>(what.what);
    board_.set_team_picture(team, what.hash, asked.out);
    return json{{"teams", teams_shown({team})}};
  });
}

result<json> chase_game::upload_player_picture(request& asked) {
  return pictured_player(asked).map([&](const pictured& what) {
    const auto player = std::get<player_id>(what.what);
    board_.set_player_picture(player, what.hash, asked.out);
    return json{{"player", player.value}, {"picture", what.hash}};
  });
}

result<json> chase_game::upload_period_picture(request& asked) {
  return pictured_period(asked).map([&](const pictured& what) {
    const auto period = std::get<period_id>(what.what);
    board_.set_period_picture(period, what.hash, asked.out);
    return json{{"period", shown_period(*board_.periods().find(period))}};
  });
}

result<json> chase_game::thumbnails(request& asked) {
  const auto kind = asked.in.optional_text("kind");
  const auto after = asked.in.optional_number("after");
  if (asked.in.wrong())
    return tl::unexpected{*asked.in.wrong()};
  constexpr std::array<std::string_view, 3> kinds{"team", "player", "period"};
  const auto from = kind ? std::ranges::find(kinds, *kind) - kinds.begin() : 0;
  if (static_cast<std::size_t>(from) == kinds.size())
    return failure(errc::bad_data, "\"kind\" is " + shown(*kind) + "; it must be team, player or period");
  if (after && !kind)
    return failure(errc::bad_data, "\"after\" is given without \"kind\"; say of what it is the id");

  bounded_list out;
  bool has_room = true;
  const auto add_all = [&](std::ptrdiff_t which, const auto& all) {
    for (const auto& [id, what] : all) {
      const bool is_passed = which < from || (which == from && after && id.value <= *after);
      if (has_room && !is_passed && !what.picture.empty())
        has_room =
            out.add({{"kind", kinds[static_cast<std::size_t>(which)]}, {"id", id.value}, {"hash", what.picture}});
    }
  };
  add_all(0, board_.teams());
  add_all(1, board_.players());
  add_all(2, board_.periods().all());
  return std::move(out).under("thumbnails");
}

} // namespace atelier
