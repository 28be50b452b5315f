#include "storage/game_recovery.hpp"

#include "storage/sqlite_statement.hpp"
#include "storage/times.hpp"

namespace atelier {

namespace {

void read_teams(sqlite_database& database, recovered_state& to) {
  sqlite_statement rows{database, "SELECT teams.session, teams.id, teams.name, colour, teams.removed FROM teams "
                                  "JOIN sessions ON sessions.id = teams.session WHERE sessions.removed = 0 "
                                  "ORDER BY teams.session, teams.id"};
  while (rows.next())
    to.teams.push_back({session_id{rows.as<std::uint32_t>(0)}, team_id{rows.as<std::uint32_t>(1)}, rows.text(2),
                        rows.text(3), rows.integer(4) != 0});
}

void read_members(sqlite_database& database, recovered_state& to) {
  sqlite_statement rows{database, "SELECT session, player, team FROM team_members "
                                  "JOIN sessions ON sessions.id = session WHERE removed = 0 ORDER BY session, player"};
  while (rows.next())
    to.members.push_back({session_id{rows.as<std::uint32_t>(0)}, player_id{rows.as<std::uint32_t>(1)},
                          team_id{rows.as<std::uint32_t>(2)}});
}

void read_challenges(sqlite_database& database, recovered_state& to) {
  sqlite_statement rows{database, "SELECT id, title, description, points, language FROM challenges ORDER BY id"};
  while (rows.next())
    to.challenges.push_back(
        {challenge_id{rows.as<std::uint32_t>(0)}, rows.text(1), rows.text(2), rows.integer(3), rows.text(4)});
}

void read_challenge_sets(sqlite_database& database, recovered_state& to) {
  sqlite_statement rows{database, "SELECT id, name, challenge FROM challenge_sets "
                                  "LEFT JOIN challenge_set_members ON challenge_set = id ORDER BY id, challenge"};
  while (rows.next()) {
    const challenge_set_id id{rows.as<std::uint32_t>(0)};
    if (to.challenge_sets.empty() || to.challenge_sets.back().id != id)
      to.challenge_sets.push_back({id, rows.text(1), {}});
    if (!rows.is_null(2))
      to.challenge_sets.back().challenges.push_back(challenge_id{rows.as<std::uint32_t>(2)});
  }
}

void read_values(sqlite_statement& rows, recovered_game& to) {
  for (rows.start(to.record.session, to.record.number); rows.next();)
    to.values.push_back({to.record.session, rows.text(0), rows.text(1)});
}

void read_timers(sqlite_statement& rows, recovered_game& to) {
  for (rows.start(to.record.session, to.record.number); rows.next();)
    to.timers.push_back({to.record.session, rows.text(0), from_stored_time(rows.integer(1))});
}

void read_running_games(sqlite_database& database, recovered_state& to) {
  sqlite_statement rows{database,
                        "SELECT session, number, games.mode, setup, started_at, outcome FROM games "
                        "JOIN sessions ON id = session WHERE ended_at IS NULL AND removed = 0 ORDER BY session"};
  sqlite_statement values{database, "SELECT name, value FROM game_values WHERE session = ? AND game = ? ORDER BY name"};
  sqlite_statement timers{database, "SELECT name, at FROM game_timers WHERE session = ? AND game = ? ORDER BY name"};
  while (rows.next()) {
    auto& game = to.games.emplace_back();
    game.record.session = session_id{rows.as<std::uint32_t>(0)};
    game.record.number = rows.as<std::uint32_t>(1);
    game.record.mode = rows.text(2);
    game.record.setup = rows.text(3);
    game.record.started_at = from_stored_time(rows.integer(4));
    game.record.outcome = rows.text(5);
    read_values(values, game);
    read_timers(timers, game);
  }
}

void read_last_games(sqlite_database& database, recovered_state& to) {
  sqlite_statement rows{database, "SELECT id, (SELECT max(number) FROM games WHERE session = sessions.id) AS last "
                                  "FROM sessions WHERE removed = 0 AND last IS NOT NULL"};
  while (rows.next())
    to.last_games.emplace(session_id{rows.as<std::uint32_t>(0)}, rows.as<std::uint32_t>(1));
}

void read_server_ops(sqlite_database& database, recovered_state& to) {
  sqlite_statement rows{database, "SELECT picture, ops FROM server_ops"};
  while (rows.next()) {
    const auto ops = rows.blob(1);
    to.server_ops.emplace(picture_id{rows.as<std::uint32_t>(0)}, bytes{ops.begin(), ops.end()});
  }
}

} // namespace

void read_games(sqlite_database& database, recovered_state& to) {
  read_teams(database, to);
  read_members(database, to);
  read_challenges(database, to);
  read_challenge_sets(database, to);
  read_running_games(database, to);
  read_last_games(database, to);
  read_server_ops(database, to);
}

} // namespace atelier
