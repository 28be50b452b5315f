#include "storage/game_writer.hpp"

#include "storage/contradiction.hpp"
#include "storage/times.hpp"

namespace atelier {

game_writer::game_writer(sqlite_database& database)
    : database_{&database},
      sessions_{database},
      raise_number_{database, "UPDATE meta SET value = ? WHERE name = 'next_event_seqno'"},
      put_team_{database, "INSERT INTO teams (session, id, name, colour, removed) VALUES (?, ?, ?, ?, ?) "
                          "ON CONFLICT (session, id) DO UPDATE SET name = excluded.name, colour = excluded.colour, "
                          "removed = excluded.removed"},
      put_member_{database, "INSERT INTO team_members (session, player, team) VALUES (?, ?, ?) "
                            "ON CONFLICT (session, player) DO UPDATE SET team = excluded.team"},
      remove_member_{database, "DELETE FROM team_members WHERE session = ? AND player = ?"},
      put_game_{database,
                "INSERT INTO games (session, number, mode, setup, started_at, ended_at, outcome, purged) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (session, number) DO UPDATE SET mode = excluded.mode, "
                "setup = excluded.setup, started_at = excluded.started_at, ended_at = excluded.ended_at, "
                "outcome = excluded.outcome"},
      end_game_{database, "UPDATE games SET ended_at = started_at WHERE session = ? AND ended_at IS NULL"},
      put_value_{database, "INSERT INTO game_values (session, game, name, value) SELECT session, number, ?2, ?3 "
                           "FROM games WHERE session = ?1 AND ended_at IS NULL "
                           "ON CONFLICT (session, game, name) DO UPDATE SET value = excluded.value"},
      remove_value_{database, "DELETE FROM game_values WHERE session = ?1 AND name = ?2 "
                              "AND game = (SELECT number FROM games WHERE session = ?1 AND ended_at IS NULL)"},
      put_timer_{database, "INSERT INTO game_timers (session, game, name, at) SELECT session, number, ?2, ?3 "
                           "FROM games WHERE session = ?1 AND ended_at IS NULL "
                           "ON CONFLICT (session, game, name) DO UPDATE SET at = excluded.at"},
      remove_timer_{database, "DELETE FROM game_timers WHERE session = ?1 AND name = ?2 "
                              "AND game = (SELECT number FROM games WHERE session = ?1 AND ended_at IS NULL)"},
      remove_timers_{database, "DELETE FROM game_timers WHERE session = ?1 "
                               "AND game IS NOT (SELECT number FROM games WHERE session = ?1 AND ended_at IS NULL)"},
      put_event_{database, "INSERT INTO events (seqno, session, game, name, at, data) VALUES (?, ?, ?, ?, ?, ?)"},
      find_over_{database, "SELECT session, number FROM games WHERE ended_at IS NOT NULL AND purged = 0 LIMIT 1"},
      set_purged_{database, "UPDATE games SET purged = 1 WHERE session = ? AND number = ?"},
      values_{database, {"game_values", "session = ?2 AND game = ?3", "name", "length(value)"}},
      events_{database, {"events", "session = ?2", "seqno", "length(data)"}},
      members_{database, {"team_members", "session = ?2", "player", "0"}},
      teams_{database, {"teams", "session = ?2", "id", "length(name)"}},
      games_{database, {"games", "session = ?2", "number", "length(setup) + length(outcome)"}},
      next_seqno_{static_cast<seqno_t>(database.number("SELECT value FROM meta WHERE name = 'next_event_seqno'"))} {}

void game_writer::put(const team_record& what) {
  if (!sessions_.is_removed(what.session))
    put_team_.run(what.session, what.id, what.name, what.colour, what.removed);
}

void game_writer::put(const team_member_record& what) {
  if (sessions_.is_removed(what.session))
    return;
  if (what.team)
    put_member_.run(what.session, what.player, *what.team);
  else
    remove_member_.run(what.session, what.player);
}

void game_writer::put(const game_record& what) {
  if (sessions_.is_removed(what.session))
    return;
  put_game_.run(what.session, what.number, what.mode, what.setup, to_stored_time(what.started_at),
                what.ended_at ? std::optional{to_stored_time(*what.ended_at)} : std::nullopt, what.outcome);
  if (what.ended_at)
    remove_timers_.run(what.session);
}

void game_writer::put(const game_value_record& what) {
  if (sessions_.is_removed(what.session))
    return;
  if (!what.value)
    return remove_value_.run(what.session, what.name);
  put_value_.run(what.session, what.name, *what.value);
  check_running(what.session, "the value \"" + what.name + '"');
}

void game_writer::put(const game_timer_record& what) {
  if (sessions_.is_removed(what.session))
    return;
  if (!what.at)
    return remove_timer_.run(what.session, what.name);
  put_timer_.run(what.session, what.name, to_stored_time(*what.at));
  check_running(what.session, "the timer \"" + what.name + '"');
}

void game_writer::put(const event_record& what) {
  if (what.seqno < next_seqno_)
    contradiction("event " + std::to_string(what.seqno) + " does not follow the last stored one, "
                  + std::to_string(next_seqno_ - 1));
  next_seqno_ = what.seqno + 1;
  raise_number_.run(next_seqno_);
  if (!sessions_.is_removed(what.session))
    put_event_.run(what.seqno, what.session, what.game, what.name, to_stored_time(what.at), what.data);
}

void game_writer::end_game_of(session_id session) {
  end_game_.run(session);
  remove_timers_.run(session);
}

std::optional<game_writer::over> game_writer::find_over() {
  find_over_.start();
  if (!find_over_.next())
    return std::nullopt;
  const over found{session_id{find_over_.as<std::uint32_t>(0)}, find_over_.as<std::uint32_t>(1)};
  find_over_.reset();
  return found;
}

void game_writer::purge_some_of(const over& game) {
  if (!values_.purge_some(game.session, game.number))
    set_purged_.run(game.session, game.number);
}

bool game_writer::purge_some_of(session_id session) {
  return events_.purge_some(session) || members_.purge_some(session) || teams_.purge_some(session)
         || games_.purge_some(session);
}

void game_writer::check_running(session_id session, const std::string& what) {
  if (database_->changes() == 0)
    contradiction(what + " can't be stored: no game runs in session " + std::to_string(session.value));
}

} // namespace atelier
