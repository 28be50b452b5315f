#pragma once

#include "protocol/game_records.hpp"
#include "storage/piecewise_purge.hpp"
#include "storage/stored_sessions.hpp"

namespace atelier {

/// Writes the teams, games and events of sessions, inside a transaction that the caller holds; what is of a session
/// that was removed is passed over. Failures are thrown as `sqlite_failure`; a record that contradicts what is stored
/// (an event whose seqno does not follow the last, a value where no game runs, a session that never was) as
/// `std::logic_error`. After either, the writer must not be used again.
class game_writer {
public:
  explicit game_writer(sqlite_database& database);

  void put(const team_record& what);
  void put(const team_member_record& what);
  /// What a game leaves when it ends is for `purge_some`, and not found any more.
  void put(const game_record& what);
  void put(const game_value_record& what);
  void put(const game_timer_record& what);
  void put(const event_record& what);

  /// A game that runs ends with its session.
  void end_game_of(session_id session);

  /// A game that is over and may have values left.
  struct over {
    session_id session;
    std::uint32_t number = 0;
  };
  [[nodiscard]] std::optional<over> find_over();
  /// Deletes some of its values; `find_over` finds it until none is left.
  void purge_some_of(const over& game);
  /// Deletes some of what belongs to a session, once there are no values of its games. False where nothing was left.
  bool purge_some_of(session_id session);

private:
  /// Throws where the last statement changed nothing.
  void check_running(session_id session, const std::string& what);

  sqlite_database* database_;
  stored_sessions sessions_;
  sqlite_statement raise_number_;
  sqlite_statement put_team_;
  sqlite_statement put_member_;
  sqlite_statement remove_member_;
  sqlite_statement put_game_;
  sqlite_statement end_game_;
  sqlite_statement put_value_;
  sqlite_statement remove_value_;
  sqlite_statement put_timer_;
  sqlite_statement remove_timer_;
  sqlite_statement remove_timers_;
  sqlite_statement put_event_;
  sqlite_statement find_over_;
  sqlite_statement set_purged_;
  piecewise_purge values_;
  piecewise_purge events_;
  piecewise_purge members_;
  piecewise_purge teams_;
  piecewise_purge games_;
  seqno_t next_seqno_;
};

} // namespace atelier
