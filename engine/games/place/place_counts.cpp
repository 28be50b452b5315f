#include "engine/games/place/place_counts.hpp"

#include "engine/bounded_list.hpp"
#include "engine/games/moments.hpp"

namespace atelier {

namespace {

void change(pixel_count& what, const pixel_count& by) {
  what.placed += by.placed;
  what.seen += by.seen;
}

} // namespace

json place_player::stored() const {
  return {{"team", team ? json(team->value) : json()}, {"ready_at", stored_moment(ready_at)}, {"placed", count.placed}};
}

place_player place_player::restored(const json& from) {
  place_player out;
  if (const auto& team = from.at("team"); !team.is_null())
    out.team = team_id{team.get<team_id::rep>()};
  out.ready_at = restored_moment(from.at("ready_at")).value_or(wall_time{});
  out.count.placed = from.at("placed");
  return out;
}

const place_player* place_counts::find(player_id who) const {
  const auto place = players_.find(who);
  return place == players_.end() ? nullptr : &place->second;
}

json place_counts::shown_teams() const {
  bounded_list out;
  for (const auto& [id, count] : teams_)
    if (!out.add({{"team", id.value}, {"placed", count.placed}, {"seen", count.seen}}))
      break;
  return std::move(out).items();
}

void place_counts::add(player_id who, place_player what) {
  change(all_, what.count);
  if (what.team)
    change(teams_[*what.team], what.count);
  players_.insert_or_assign(who, what);
}

void place_counts::set_ready(player_id who, wall_time at) {
  players_.at(who).ready_at = at;
}

void place_counts::count(player_id who, pixel_count by) {
  auto& player = players_.at(who);
  change(player.count, by);
  change(all_, by);
  if (player.team)
    change(teams_[*player.team], by);
}

} // namespace atelier
