#pragma once

#include "client/fault.hpp"
#include "protocol/json_text.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace atelier::cli {

/// Who stands behind the numbers of players and teams in one session, as far as the server has said it.
class game_names {
public:
  /// Learns from the answer of `state`.
  void take_state(const json& state);
  /// Learns from a broadcast, of this session or a global one.
  void take_broadcast(const json& message);
  /// Learns from the server's list of players.
  void take_players(const json& players);

  /// The handle, as a terminal may show it, or `player 7`.
  [[nodiscard]] std::string player(const json& id) const;
  /// The team's name likewise, or `team 3`.
  [[nodiscard]] std::string team(const json& id) const;

  /// Puts ids in place of names in an action's arguments that mean a player or a team. `refused` for a name that nobody
  /// has here.
  [[nodiscard]] client::outcome<json> with_ids(json arguments) const;

private:
  using names = std::map<std::uint64_t, std::string>;
  static void learn(names& to, const json& thing, const char* id, const char* name);

  names players_, teams_;
};

} // namespace atelier::cli
