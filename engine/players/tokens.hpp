#pragma once

#include "engine/instant.hpp"
#include "protocol/ids.hpp"
#include "protocol/records.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace atelier {

/// What is kept of a token: BLAKE2b of its text, 256 bits, in hexadecimal. The same for the same token for ever.
[[nodiscard]] std::string token_hash(std::string_view token);

/// The tokens that are good, by their hashes. What changes them answers the records to store.
class tokens {
public:
  /// `each_max`: how many a player may have at once.
  tokens(std::vector<token_record> stored, std::size_t each_max);

  /// Nothing where there is no such token, or none any more.
  [[nodiscard]] std::optional<token_record> find(std::string_view token, wall_time now) const;

  /// The oldest of that player's ends where there are too many.
  [[nodiscard]] std::vector<record> add(token_record given);
  [[nodiscard]] std::vector<record> end(const std::string& hash);
  /// Ends all of a player's, but for `spared`.
  [[nodiscard]] std::vector<record> end_all(player_id player, const std::string& spared);

  /// Forgets those whose time is over, where it has not done so for ten minutes.
  [[nodiscard]] std::vector<record> forget_ended(const instant& now);

  [[nodiscard]] std::size_t size() const noexcept {
    return by_hash_.size();
  }

private:
  void insert(token_record given);
  void erase(const token_record& ended);

  std::size_t each_max_;
  std::unordered_map<std::string, token_record> by_hash_;
  /// Hashes with their ends, the earliest first.
  std::set<std::pair<wall_time, std::string>> by_end_;
  /// Hashes in the order in which they were given out.
  std::unordered_map<player_id, std::vector<std::string>> by_player_;
  std::optional<instant::clock::time_point> forgot_at_;
};

} // namespace atelier
