#pragma once

#include "engine/replies.hpp"
#include "engine/world.hpp"

#include <optional>
#include <string>

namespace atelier {

/// The teams of sessions, and who is in which. Names are unique within a session after folding (engine/names.hpp).
/// While a game of the session runs nothing of it changes (`game_in_progress`).
class teams {
public:
  teams(world& all, replies& answers) : world_{all}, replies_{answers} {}

  /// `add_team {name, colour?}` → `{"team":{…}}`; by a player of the session, whoever made it, or an admin.
  void add(const asker& who, const command& what, turn& now);
  /// `rename_team {team, name}` → `{"team":{…}}`; by its members, whoever made the session, or an admin.
  void rename(const asker& who, const command& what, turn& now);
  /// `remove_team {team}` → `{"team":{…}}`, as it was; by whoever made the session, or an admin.
  void remove(const asker& who, const command& what, turn& now);
  /// `assign_player_to_team {player, team|null}` → `{"player":{…},"team":{…}|null}`; oneself, or a player
  /// of the session by whoever made it; anybody by an admin.
  void assign(const asker& who, const command& what, turn& now);

  /// A session, a player is removed.
  void removed(session_id session);
  void removed(player_id player);

private:
  [[nodiscard]] result<std::string> free_name(const std::string& wanted, session_id session,
                                              std::optional<team_id> own) const;
  [[nodiscard]] result<team_record*> find(session_id session, std::uint32_t id);
  [[nodiscard]] std::optional<error> wrong_moment(session_id session) const;
  [[nodiscard]] std::optional<error> not_allowed(const asker& who, session_id session,
                                                 std::optional<team_id> member_of) const;
  void put(session_id session, player_id player, std::optional<team_id> team);

  world& world_;
  replies& replies_;
};

/// A team as clients are shown it.
[[nodiscard]] json to_json(const team_record& shown, const world& all);

} // namespace atelier
