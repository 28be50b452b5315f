#include "engine/games/chase/chase_locations.hpp"

#include <algorithm>

namespace atelier {

const chase_location& chase_locations::add(chase_location what, game_effects& out) {
  what.id = next_;
  const auto slot = rings_[what.team].next_slot;
  out.values.push_back({"location/" + std::to_string(what.team.value) + "/" + std::to_string(slot), what.stored()});
  const auto id = what.id;
  restore(what, slot);
  return all_.at(id);
}

void chase_locations::restore(const chase_location& what, std::size_t slot) {
  next_.value = std::max(next_.value, what.id.value + 1);
  auto& of_team = rings_[what.team];
  if (of_team.ids.size() == kept_max_) {
    all_.erase(of_team.ids.front());
    of_team.ids.pop_front();
  }
  of_team.ids.push_back(what.id);
  of_team.next_slot = (slot + 1) % kept_max_;
  all_.insert_or_assign(what.id, what);
}

const chase_location* chase_locations::last(team_id team) const {
  const auto& ids = of(team);
  return ids.empty() ? nullptr : &all_.at(ids.back());
}

const std::deque<location_id>& chase_locations::of(team_id team) const {
  static const std::deque<location_id> none;
  const auto place = rings_.find(team);
  return place == rings_.end() ? none : place->second.ids;
}

} // namespace atelier
