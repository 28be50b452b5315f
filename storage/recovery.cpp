#include "storage/recovery.hpp"

#include "storage/feed_recovery.hpp"
#include "storage/game_recovery.hpp"
#include "storage/sqlite_statement.hpp"
#include "storage/times.hpp"

#include <map>

namespace atelier {

namespace {

void read_numbers(sqlite_database& database, recovered_state& to) {
  sqlite_statement rows{database, "SELECT name, value FROM meta"};
  std::map<std::string, std::int64_t> numbers;
  while (rows.next())
    numbers[rows.text(0)] = rows.integer(1);
  const auto number = [&](const char* name) {
    return static_cast<std::uint32_t>(numbers[name]);
  };
  to.srv_id = number("srv_id");
  to.epoch = number("epoch");
  to.authors_until = author_id{number("authors_until")};
  to.next_picture_id = picture_id{number("next_picture_id")};
  to.next_session_id = session_id{number("next_session_id")};
  to.next_player_id = player_id{number("next_player_id")};
  to.next_chat_seqno = static_cast<seqno_t>(numbers["next_chat_seqno"]);
  to.next_event_seqno = static_cast<seqno_t>(numbers["next_event_seqno"]);
  to.next_feed_seqno = static_cast<seqno_t>(numbers["next_feed_seqno"]);
  to.next_feed_arrival = static_cast<seqno_t>(numbers["next_feed_arrival"]);
  to.next_challenge_id = challenge_id{number("next_challenge_id")};
  to.next_challenge_set_id = challenge_set_id{number("next_challenge_set_id")};
}

void read_sessions(sqlite_database& database, recovered_state& to) {
  sqlite_statement rows{database, "SELECT id, uuid, name, mode, created_at, created_by, config, metadata "
                                  "FROM sessions WHERE removed = 0 ORDER BY id"};
  while (rows.next())
    to.sessions.push_back({session_id{rows.as<std::uint32_t>(0)}, rows.text(1), rows.text(2), rows.text(3),
                           from_stored_time(rows.integer(4)), player_id{rows.as<std::uint32_t>(5)}, rows.text(6),
                           rows.text(7)});
}

void read_pictures(sqlite_database& database, recovered_state& to) {
  sqlite_statement rows{database,
                        "SELECT id, name, created_by, width, height, session, filename, filesystem, created_at, "
                        "(SELECT max(last_seq) FROM ops WHERE picture = pictures.id) "
                        "FROM pictures WHERE removed = 0 ORDER BY id"};
  while (rows.next()) {
    recovered_picture picture;
    picture.record.id = picture_id{rows.as<std::uint32_t>(0)};
    picture.record.name = rows.text(1);
    picture.record.created_by = rows.text(2);
    picture.record.width = rows.as<std::uint16_t>(3);
    picture.record.height = rows.as<std::uint16_t>(4);
    if (!rows.is_null(5))
      picture.record.session = session_id{rows.as<std::uint32_t>(5)};
    picture.record.folder = rows.text(6);
    picture.record.filesystem = rows.text(7);
    picture.record.created_at = from_stored_time(rows.integer(8));
    picture.seq = rows.as<seq_t>(9);
    to.pictures.push_back(std::move(picture));
  }
}

/// Both lists ascend by picture, so one walk joins them.
void read_snapshots(sqlite_database& database, recovered_state& to) {
  sqlite_statement rows{database, "SELECT picture, epoch, seq, file FROM snapshots ORDER BY picture, epoch, seq"};
  auto at = to.pictures.begin();
  while (rows.next()) {
    snapshot_record snapshot{picture_id{rows.as<std::uint32_t>(0)}, rows.as<epoch_t>(1), rows.as<seq_t>(2),
                             rows.text(3)};
    while (at != to.pictures.end() && at->record.id < snapshot.picture)
      ++at;
    if (at != to.pictures.end() && at->record.id == snapshot.picture)
      at->snapshots.push_back(std::move(snapshot));
  }
}

void read_players(sqlite_database& database, recovered_state& to) {
  sqlite_statement rows{
      database,
      "SELECT id, handle, passphrase, session, created_at, removed, uuid FROM users WHERE id > 0 ORDER BY id"};
  while (rows.next()) {
    auto& player = to.players.emplace_back();
    player.id = player_id{rows.as<std::uint32_t>(0)};
    player.handle = rows.text(1);
    player.passphrase = rows.text(2);
    if (!rows.is_null(3))
      player.session = session_id{rows.as<std::uint32_t>(3)};
    player.created_at = from_stored_time(rows.integer(4));
    player.removed = rows.integer(5) != 0;
    player.uuid = rows.text(6);
  }
}

void read_tokens(sqlite_database& database, recovered_state& to) {
  sqlite_statement rows{database, "SELECT hash, player, expires FROM tokens ORDER BY expires, hash"};
  while (rows.next())
    to.tokens.push_back({rows.text(0), player_id{rows.as<std::uint32_t>(1)}, from_stored_time(rows.integer(2))});
}

void read_clients(sqlite_database& database, recovered_state& to) {
  sqlite_statement rows{database, "SELECT uuid, author FROM clients ORDER BY author"};
  while (rows.next())
    to.clients.push_back({rows.text(0), author_id{rows.as<std::uint32_t>(1)}});
}

void read_answers(sqlite_database& database, recovered_state& to) {
  sqlite_statement rows{database, "SELECT client, key, request, answer, at FROM answers ORDER BY at, client, key"};
  while (rows.next())
    to.answers.push_back(
        {rows.text(0), rows.text(1), rows.as<std::uint64_t>(2), rows.text(3), from_stored_time(rows.integer(4))});
}

void read_config(sqlite_database& database, recovered_state& to) {
  sqlite_statement rows{database, "SELECT name, value FROM config"};
  while (rows.next())
    to.config.emplace(rows.text(0), rows.text(1));
}

} // namespace

recovered_state read_state(sqlite_database& database) {
  recovered_state state;
  read_numbers(database, state);
  read_sessions(database, state);
  read_pictures(database, state);
  read_snapshots(database, state);
  read_players(database, state);
  read_tokens(database, state);
  read_clients(database, state);
  read_answers(database, state);
  read_config(database, state);
  read_games(database, state);
  read_feeds(database, state);
  return state;
}

} // namespace atelier
