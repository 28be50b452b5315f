#pragma once

#include "engine/instant.hpp"
#include "protocol/ids.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

namespace atelier {

/// Slows down those who guess passphrases. Five wrong tries are free; after them one waits 1 s, 2 s, 4 s … up to five
/// minutes from the last wrong one, for a player whoever tries, and on a connection whomever it tries. A right one
/// forgets those of its player, not those of its connection, which could otherwise clear them with a player of its own.
class sign_in_guard {
public:
  using clock = instant::clock;

  /// Remembers so many players and connections; past it, whoever made no wrong try for longest is forgotten.
  explicit sign_in_guard(std::size_t remembered_max) : remembered_max_{remembered_max} {}

  /// Nothing where a try may be made, which then must `end`; or how long to wait. A try that is under way counts as a
  /// wrong one, so that nobody makes many at once.
  [[nodiscard]] std::optional<clock::duration> begin(player_id player, connection_id from, clock::time_point now);
  void end(player_id player, connection_id from, bool right, clock::time_point now);

  void gone(connection_id from);

  [[nodiscard]] std::size_t size() const noexcept {
    return tries_.size();
  }

private:
  enum class kind { player, connection };
  using key = std::pair<kind, std::uint64_t>;
  struct tries {
    unsigned wrong = 0;
    unsigned under_way = 0;
    clock::time_point last_wrong{};
  };

  [[nodiscard]] clock::duration wait_for(key who, clock::time_point now) const;
  void begun(key who, clock::time_point now);
  void ended(key who, bool wrong, clock::time_point now);
  void make_room(clock::time_point now);

  std::size_t remembered_max_;
  std::map<key, tries> tries_;
};

} // namespace atelier
