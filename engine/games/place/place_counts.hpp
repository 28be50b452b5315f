#pragma once

#include "protocol/ids.hpp"
#include "protocol/json_text.hpp"
#include "protocol/records.hpp"

#include <cstdint>
#include <map>
#include <optional>

namespace atelier {

/// Pixels placed, less those undone, and coordinates at which one's own is on top.
struct pixel_count {
  std::int64_t placed = 0;
  std::int64_t seen = 0;
};

/// One who has placed a pixel in this game.
struct place_player {
  std::optional<team_id> team;
  wall_time ready_at{};
  pixel_count count;

  /// All but `seen`, which the pixels tell.
  [[nodiscard]] json stored() const;
  [[nodiscard]] static place_player restored(const json& from);
};

/// Who has placed how many pixels, by player, by team and together.
class place_counts {
public:
  /// Null where the player has placed none yet.
  [[nodiscard]] const place_player* find(player_id who) const;
  [[nodiscard]] const std::map<player_id, place_player>& players() const noexcept {
    return players_;
  }
  [[nodiscard]] const pixel_count& all() const noexcept {
    return all_;
  }
  /// `[{"team","placed","seen"},…]`
  [[nodiscard]] json shown_teams() const;

  void add(player_id who, place_player what);
  void set_ready(player_id who, wall_time at);
  /// Counts pixels of a known player; less than 0 for what is undone or covered.
  void count(player_id who, pixel_count by);

private:
  std::map<player_id, place_player> players_;
  std::map<team_id, pixel_count> teams_;
  pixel_count all_;
};

} // namespace atelier
