#pragma once

#include "engine/games/chase/chase_records.hpp"
#include "engine/games/game_effects.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <string>

namespace atelier {

/// Where teams were; of each team the last ones, in a ring of values that are written over.
class chase_locations {
public:
  /// `kept_max`: of each team, at least 1.
  explicit chase_locations(std::size_t kept_max) : kept_max_{kept_max} {}

  /// Gives it the next id and stores it, in the place of the team's oldest where the ring is full.
  const chase_location& add(chase_location what, game_effects& out);

  /// Reads one back; ascending by id.
  void restore(const chase_location& what, std::size_t slot);

  [[nodiscard]] const chase_location* last(team_id team) const;
  [[nodiscard]] const chase_location& at(location_id which) const {
    return all_.at(which);
  }
  /// Ascending by id; of a team that has none an empty list.
  [[nodiscard]] const std::deque<location_id>& of(team_id team) const;
  [[nodiscard]] const std::map<location_id, chase_location>& all() const noexcept {
    return all_;
  }

private:
  struct ring {
    std::deque<location_id> ids;
    std::size_t next_slot = 0;
  };

  std::size_t kept_max_;
  std::map<location_id, chase_location> all_;
  std::map<team_id, ring> rings_;
  location_id next_{1};
};

} // namespace atelier
