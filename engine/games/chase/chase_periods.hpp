#pragma once

#include "engine/games/chase/chase_records.hpp"
#include "engine/games/game_effects.hpp"

#include <deque>
#include <map>

namespace atelier {

/// What teams did, one period after another; of each team the last `chase_periods_max`.
class chase_periods {
public:
  /// Begins a period and stores it; the oldest of the team is dropped where there are too many.
  period_id begin(team_id team, chase_role role, wall_time now, game_effects& out);
  void end(period_id which, std::string ended_by, json details, wall_time now, game_effects& out);
  void set_picture(period_id which, const std::string& hash, game_effects& out);

  /// Reads one back; ascending by id.
  void restore(chase_period what);

  [[nodiscard]] const chase_period* find(period_id which) const;
  /// Ascending by id; of a team that has none an empty list.
  [[nodiscard]] const std::deque<period_id>& of(team_id team) const;
  [[nodiscard]] const std::map<period_id, chase_period>& all() const noexcept {
    return all_;
  }

private:
  void store(const chase_period& what, game_effects& out) const;

  std::map<period_id, chase_period> all_;
  std::map<team_id, std::deque<period_id>> of_team_;
  /// The next one's; never below what is kept, since the last of a team is never dropped.
  period_id next_{1};
};

} // namespace atelier
