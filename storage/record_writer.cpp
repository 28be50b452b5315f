#include "storage/record_writer.hpp"

#include "storage/contradiction.hpp"
#include "storage/sqlite_transaction.hpp"
#include "storage/times.hpp"

namespace atelier {

namespace {

/// What one `purge_some` takes: the writer's other work waits for no more than this.
constexpr std::int64_t purged_bytes_max = 1024 * 1024;
constexpr int purged_rows_max = 4096;

template <class Tag, class Rep>
std::string text_of(strong_id<Tag, Rep> id) {
  return std::to_string(id.value);
}

} // namespace

record_writer::record_writer(sqlite_database& database)
    : database_{&database},
      raise_number_{database, "UPDATE meta SET value = max(value, ?2) WHERE name = ?1"},
      set_clean_{database, "UPDATE meta SET value = 1 WHERE name = 'clean'"},
      put_picture_{
          database,
          "INSERT INTO pictures (id, name, created_by, width, height, session, filename, filesystem, created_at) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
          "created_by = excluded.created_by, width = excluded.width, height = excluded.height, "
          "session = excluded.session, filename = excluded.filename, filesystem = excluded.filesystem, "
          "created_at = excluded.created_at WHERE removed = 0"},
      remove_picture_{database, "UPDATE pictures SET removed = 1 WHERE id = ?"},
      remove_snapshots_{database, "DELETE FROM snapshots WHERE picture = ?"},
      find_end_{database, "SELECT removed, (SELECT max(last_seq) FROM ops WHERE picture = ?1), "
                          "(SELECT value FROM meta WHERE name = 'next_picture_id') "
                          "FROM (SELECT 1) LEFT JOIN pictures ON id = ?1"},
      put_session_{database,
                   "INSERT INTO sessions (id, uuid, name, mode, created_at, created_by, config, metadata) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
                   "ON CONFLICT (id) DO UPDATE SET uuid = excluded.uuid, name = excluded.name, mode = excluded.mode, "
                   "created_at = excluded.created_at, created_by = excluded.created_by, config = excluded.config, "
                   "metadata = excluded.metadata WHERE removed = 0"},
      find_picture_of_{database, "SELECT id FROM pictures WHERE session = ? AND removed = 0 LIMIT 1"},
      clear_players_of_{database, "UPDATE users SET session = NULL WHERE session = ?"},
      remove_session_{database, "UPDATE sessions SET removed = 1 WHERE id = ?"},
      put_player_{database, "INSERT INTO users (id, handle, passphrase, session, created_at, removed, uuid) "
                            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET handle = excluded.handle, "
                            "passphrase = excluded.passphrase, session = excluded.session, "
                            "created_at = excluded.created_at, removed = excluded.removed, uuid = excluded.uuid"},
      put_token_{database, "INSERT INTO tokens (hash, player, expires) VALUES (?, ?, ?) "
                           "ON CONFLICT (hash) DO UPDATE SET player = excluded.player, expires = excluded.expires"},
      remove_token_{database, "DELETE FROM tokens WHERE hash = ?"},
      expire_tokens_{database, "DELETE FROM tokens WHERE expires < ?"},
      put_client_{database, "INSERT INTO clients (uuid, author) VALUES (?, ?)"},
      put_ops_{database, "INSERT INTO ops (picture, first_seq, last_seq, runs) VALUES (?, ?, ?, ?)"},
      put_client_seq_{database, "INSERT INTO client_seqs (picture, author, client_seq) VALUES (?, ?, ?) "
                                "ON CONFLICT (picture, author) DO UPDATE SET client_seq = excluded.client_seq "
                                "WHERE excluded.client_seq > client_seq"},
      put_server_ops_{database, "INSERT INTO server_ops (picture, ops) VALUES (?, ?) "
                                "ON CONFLICT (picture) DO UPDATE SET ops = excluded.ops"},
      remove_server_ops_{database, "DELETE FROM server_ops WHERE picture = ?"},
      put_snapshot_{database, "INSERT INTO snapshots (picture, epoch, seq, file) VALUES (?, ?, ?, ?) "
                              "ON CONFLICT (picture, epoch, seq) DO UPDATE SET file = excluded.file"},
      remove_snapshot_{database, "DELETE FROM snapshots WHERE file = ?"},
      put_answer_{database, "INSERT INTO answers (client, key, request, answer, at) VALUES (?, ?, ?, ?, ?) "
                            "ON CONFLICT (client, key) DO UPDATE SET request = excluded.request, "
                            "answer = excluded.answer, at = excluded.at"},
      expire_answers_{database, "DELETE FROM answers WHERE at < ?"},
      put_config_{database, "INSERT INTO config (name, value) VALUES (?, ?) "
                            "ON CONFLICT (name) DO UPDATE SET value = excluded.value"},
      find_removed_{database, "SELECT id FROM pictures WHERE removed = 1 LIMIT 1"},
      list_ops_{database, "SELECT last_seq, length(runs) FROM ops WHERE picture = ? ORDER BY last_seq LIMIT ?"},
      purge_ops_{database, "DELETE FROM ops WHERE picture = ? AND last_seq <= ?"},
      purge_client_seqs_{database, "DELETE FROM client_seqs WHERE picture = ?"},
      purge_picture_{database, "DELETE FROM pictures WHERE id = ?"},
      find_removed_session_{database, "SELECT id FROM sessions WHERE removed = 1 "
                                      "AND NOT EXISTS (SELECT 1 FROM pictures WHERE session = sessions.id) LIMIT 1"},
      purge_session_{database, "DELETE FROM sessions WHERE id = ?"},
      chats_{database},
      challenges_{database},
      games_{database},
      feeds_{database} {}

void record_writer::write(const record& what) {
  std::visit(
      [this](const auto& it) {
        if constexpr (requires { chats_.put(it); })
          chats_.put(it);
        else if constexpr (requires { challenges_.put(it); })
          challenges_.put(it);
        else if constexpr (requires { games_.put(it); })
          games_.put(it);
        else if constexpr (requires { feeds_.put(it); })
          feeds_.put(it);
        else
          put(it);
      },
      what);
}

bool record_writer::purge_some() {
  return purge_some_of_picture() || purge_some_of_game() || purge_some_of_session();
}

bool record_writer::purge_some_of_picture() {
  find_removed_.start();
  if (!find_removed_.next())
    return false;
  const auto picture = find_removed_.integer(0);
  find_removed_.reset();

  std::int64_t until = 0;
  std::int64_t bytes_found = 0;
  list_ops_.start(picture, purged_rows_max);
  while (bytes_found < purged_bytes_max && list_ops_.next()) {
    until = list_ops_.integer(0);
    bytes_found += list_ops_.integer(1);
  }
  list_ops_.reset();

  sqlite_transaction transaction{*database_};
  if (until != 0)
    purge_ops_.run(picture, until);
  else {
    purge_client_seqs_.run(picture);
    purge_picture_.run(picture);
  }
  transaction.commit();
  return true;
}

bool record_writer::purge_some_of_game() {
  const auto over = games_.find_over();
  if (!over)
    return false;
  sqlite_transaction transaction{*database_};
  games_.purge_some_of(*over);
  transaction.commit();
  return true;
}

bool record_writer::purge_some_of_session() {
  find_removed_session_.start();
  if (!find_removed_session_.next())
    return false;
  const session_id session{find_removed_session_.as<std::uint32_t>(0)};
  find_removed_session_.reset();

  sqlite_transaction transaction{*database_};
  if (!chats_.purge_some(session) && !games_.purge_some_of(session) && !feeds_.purge_some_of(session))
    purge_session_.run(session);
  transaction.commit();
  return true;
}

void record_writer::put(const picture_record& what) {
  const auto known = ends_of_logs_.find(what.id);
  const auto removed = known != ends_of_logs_.end() && !known->second;
  if (!removed)
    put_picture_.run(what.id, what.name, what.created_by, what.width, what.height, what.session, what.folder,
                     what.filesystem, to_stored_time(what.created_at));
  if (removed || database_->changes() == 0)
    contradiction("picture " + text_of(what.id) + " was removed, and its id is never used again");
  raise_number("next_picture_id", what.id.value + 1);
}

void record_writer::put(const picture_removed& what) {
  remove_snapshots_.run(what.id);
  remove_server_ops_.run(what.id);
  remove_picture_.run(what.id);
  ends_of_logs_[what.id].reset();
}

void record_writer::put(const session_record& what) {
  put_session_.run(what.id, what.uuid, what.name, what.mode, to_stored_time(what.created_at), what.created_by,
                   what.config, what.metadata);
  if (database_->changes() == 0)
    contradiction("session " + text_of(what.id) + " was removed, and its id is never used again");
  raise_number("next_session_id", what.id.value + 1);
}

void record_writer::put(const session_removed& what) {
  find_picture_of_.start(what.id);
  if (find_picture_of_.next())
    contradiction("session " + text_of(what.id) + " still has picture " + find_picture_of_.text(0)
                  + ", which must be removed before it");
  clear_players_of_.run(what.id);
  games_.end_game_of(what.id);
  feeds_.remove_links_of(what.id);
  remove_session_.run(what.id);
}

void record_writer::put(const player_record& what) {
  if (what.id == player_id{})
    contradiction("player 0 is `anonymous` and never changes; \"" + what.handle + "\" needs an id of its own");
  put_player_.run(what.id, what.handle, what.passphrase, what.session, to_stored_time(what.created_at), what.removed,
                  what.uuid);
  raise_number("next_player_id", what.id.value + 1);
}

void record_writer::put(const token_record& what) {
  put_token_.run(what.hash, what.player, to_stored_time(what.expires));
}

void record_writer::put(const token_removed& what) {
  remove_token_.run(what.hash);
}

void record_writer::put(const tokens_expired& what) {
  expire_tokens_.run(to_stored_time(what.before));
}

void record_writer::put(const client_record& what) {
  put_client_.run(what.uuid, what.author);
}

void record_writer::put(const authors_reserved& what) {
  raise_number("authors_until", what.until.value);
}

void record_writer::put(const ops_record& what) {
  auto& end = end_of_log(what.picture);
  if (!end)
    return;
  if (!what.runs.empty()) {
    if (what.first_seq != *end + 1 || what.last_seq < what.first_seq)
      contradiction("ops " + std::to_string(what.first_seq) + " to " + std::to_string(what.last_seq) + " of picture "
                    + text_of(what.picture) + " do not follow its last stored op, " + std::to_string(*end));
    put_ops_.run(what.picture, what.first_seq, what.last_seq, byte_view{what.runs});
    end = what.last_seq;
  }
  for (const auto& [author, client_seq] : what.client_seqs)
    put_client_seq_.run(what.picture, author, client_seq);
}

void record_writer::put(const server_ops_record& what) {
  if (!end_of_log(what.picture) || what.ops.empty())
    remove_server_ops_.run(what.picture);
  else
    put_server_ops_.run(what.picture, byte_view{what.ops});
}

void record_writer::put(const snapshot_record& what) {
  if (end_of_log(what.picture))
    put_snapshot_.run(what.picture, what.epoch, what.seq, what.file);
}

void record_writer::put(const snapshot_removed& what) {
  remove_snapshot_.run(what.file);
}

void record_writer::put(const answer_record& what) {
  put_answer_.run(what.client, what.key, what.request, what.answer, to_stored_time(what.at));
}

void record_writer::put(const answers_expired& what) {
  expire_answers_.run(to_stored_time(what.before));
}

void record_writer::put(const config_record& what) {
  put_config_.run(what.name, what.value);
}

void record_writer::put(const stopped_cleanly&) {
  set_clean_.run();
}

void record_writer::raise_number(std::string_view name, std::uint32_t at_least) {
  raise_number_.run(name, at_least);
}

std::optional<seq_t>& record_writer::end_of_log(picture_id picture) {
  if (const auto known = ends_of_logs_.find(picture); known != ends_of_logs_.end())
    return known->second;
  find_end_.start(picture);
  find_end_.next();
  const auto missing = find_end_.is_null(0);
  const auto removed = missing || find_end_.integer(0) != 0;
  const auto end = find_end_.as<seq_t>(1);
  const auto never_stored = missing && picture.value >= find_end_.as<std::uint32_t>(2);
  find_end_.reset();
  if (never_stored)
    contradiction("picture " + text_of(picture) + " was never stored, so nothing can be stored of it");
  return ends_of_logs_.emplace(picture, removed ? std::nullopt : std::optional{end}).first->second;
}

} // namespace atelier
