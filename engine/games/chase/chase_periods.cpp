#include "engine/games/chase/chase_periods.hpp"

#include "engine/games/chase/chase_config.hpp"

#include <algorithm>

namespace atelier {

namespace {

std::string value_name(period_id which) {
  return "period/" + std::to_string(which.value);
}

} // namespace

void chase_periods::store(const chase_period& what, game_effects& out) const {
  out.values.push_back({value_name(what.id), what.stored()});
}

period_id chase_periods::begin(team_id team, chase_role role, wall_time now, game_effects& out) {
  chase_period made;
  made.id = next_;
  made.team = team;
  made.role = role;
  made.start = now;
  store(made, out);
  const auto id = made.id;
  restore(std::move(made));
  auto& mine = of_team_[team];
  if (mine.size() > chase_periods_max) {
    out.values.push_back({value_name(mine.front()), std::nullopt});
    all_.erase(mine.front());
    mine.pop_front();
  }
  return id;
}

void chase_periods::end(period_id which, std::string ended_by, json details, wall_time now, game_effects& out) {
  auto& ended = all_.at(which);
  ended.end = now;
  ended.ended_by = std::move(ended_by);
  ended.details = std::move(details);
  store(ended, out);
}

void chase_periods::set_picture(period_id which, const std::string& hash, game_effects& out) {
  auto& shown = all_.at(which);
  shown.picture = hash;
  store(shown, out);
}

void chase_periods::restore(chase_period what) {
  next_.value = std::max(next_.value, what.id.value + 1);
  of_team_[what.team].push_back(what.id);
  all_.insert_or_assign(what.id, std::move(what));
}

const chase_period* chase_periods::find(period_id which) const {
  const auto place = all_.find(which);
  return place == all_.end() ? nullptr : &place->second;
}

const std::deque<period_id>& chase_periods::of(team_id team) const {
  static const std::deque<period_id> none;
  const auto place = of_team_.find(team);
  return place == of_team_.end() ? none : place->second;
}

} // namespace atelier
