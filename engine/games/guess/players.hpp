#pragma once

#include "engine/games/game_effects.hpp"
#include "engine/games/game_random.hpp"
#include "engine/games/game_setup.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace atelier {

struct guess_player {
  std::string handle;
  std::int64_t points = 0;
  /// For the rest of the game.
  bool out = false;
  /// Until when the place is kept for a player who has dropped.
  std::optional<wall_time> away_until;
  bool votes_skip = false;
  std::set<player_id> votes_kick;
};

/// Votes for something, and how many make a strict majority of those who may vote.
struct vote_count {
  std::size_t votes = 0;
  std::size_t needed = 0;
  [[nodiscard]] bool is_reached() const noexcept {
    return votes >= needed;
  }
};

/// The name of the timer after which one who has dropped is out.
[[nodiscard]] std::string away_timer(player_id who);

/// Who plays draw and guess, in which order they draw, their points and votes. `store` writes what has changed.
class guess_players {
public:
  /// All of them, in an order by chance.
  void seat(const std::vector<game_player>& all, game_random& random);
  void restore(const game_values& values);
  /// Adds the values of those who have changed since, `order` and `player/<id>`.
  void store(std::vector<game_value>& to);

  [[nodiscard]] const std::map<player_id, guess_player>& all() const noexcept {
    return all_;
  }
  [[nodiscard]] const std::vector<player_id>& order() const noexcept {
    return order_;
  }
  /// Whoever plays and is not out; null for anybody else.
  [[nodiscard]] const guess_player* find(player_id who) const;
  /// How many are not out.
  [[nodiscard]] std::size_t count() const;
  /// To change one who plays, out or not.
  [[nodiscard]] guess_player& change(player_id who);

  /// Out, and what the player has voted for does not count any more.
  void put_out(player_id who);
  void clear_votes();
  [[nodiscard]] vote_count skip_votes(player_id drawer) const;
  [[nodiscard]] vote_count kick_votes(player_id against) const;
  /// The first one, by id, against whom there are enough votes.
  [[nodiscard]] std::optional<player_id> voted_out() const;

  /// `[{"player":7,"points":912},…]`, by id.
  [[nodiscard]] json points() const;
  /// Best first, with ranks.
  [[nodiscard]] json ranking() const;

private:
  [[nodiscard]] std::size_t needed_without(player_id who) const;

  std::map<player_id, guess_player> all_;
  std::vector<player_id> order_;
  std::set<player_id> changed_;
  bool order_changed_ = false;
};

} // namespace atelier
