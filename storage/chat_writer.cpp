#include "storage/chat_writer.hpp"

#include "storage/contradiction.hpp"
#include "storage/times.hpp"

#include <vector>

namespace atelier {

namespace {

/// What one `purge_some` takes: the writer's other work waits for no more than this.
constexpr std::int64_t purged_bytes_max = 64 * 1024;
constexpr int purged_rows_max = 64;

/// The index keeps no text, so what leaves it must be told as it came (https://www.sqlite.org/fts5.html,
/// section 4.4.3).
constexpr auto indexed = "session, text, attachment_name, handle FROM messages_shown WHERE ";

std::string unindex_where(const char* which) {
  return std::string{"INSERT INTO message_search (message_search, rowid, session, text, attachment_name, handle) "
                     "SELECT 'delete', seqno, "}
         + indexed + which;
}

template <class T>
std::optional<T> part_of(const std::optional<attachment_note>& note, T attachment_note::*member) {
  return note ? std::optional{(*note).*member} : std::nullopt;
}

} // namespace

chat_writer::chat_writer(sqlite_database& database)
    : database_{&database},
      sessions_{database},
      raise_number_{database, "UPDATE meta SET value = ? WHERE name = 'next_chat_seqno'"},
      put_message_{database,
                   "INSERT INTO messages (seqno, id, session, author, handle, identity, kind, text, attachment_hash, "
                   "attachment_name, attachment_bytes, attachment_media_type, attachment_width, attachment_height, at, "
                   "edited_at, deleted, latest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"},
      supersede_{database, "UPDATE messages SET latest = 0 WHERE id = ? AND session = ? AND latest = 1"},
      index_{database, std::string{"INSERT INTO message_search (rowid, session, text, attachment_name, handle) "
                                   "SELECT seqno, "}
                           + indexed + "seqno = ?"},
      unindex_message_{database, unindex_where("id = ?")},
      unindex_version_{database, unindex_where("seqno = ?")},
      list_versions_{database, "SELECT version.seqno, length(CAST(version.text AS BLOB)) FROM messages AS message "
                               "CROSS JOIN messages AS version ON version.id = message.id "
                               "WHERE message.session = ? AND message.latest = 1 "
                               "ORDER BY message.seqno, version.seqno LIMIT ?"},
      purge_version_{database, "DELETE FROM messages WHERE seqno = ?"},
      next_seqno_{static_cast<seqno_t>(database.number("SELECT value FROM meta WHERE name = 'next_chat_seqno'"))} {}

void chat_writer::put(const chat_message& what) {
  if (what.seqno < next_seqno_)
    contradiction("message " + std::to_string(what.seqno) + " does not follow the last stored one, "
                  + std::to_string(next_seqno_ - 1));
  next_seqno_ = what.seqno + 1;
  raise_number_.run(next_seqno_);
  if (sessions_.is_removed(what.session))
    return;
  if (what.id != what.seqno)
    supersede(what);
  const auto& note = what.attachment;
  put_message_.run(what.seqno, what.id, what.session, what.author, what.handle, name_of(what.identity),
                   name_of(what.kind), what.text, part_of(note, &attachment_note::hash),
                   part_of(note, &attachment_note::name), part_of(note, &attachment_note::bytes),
                   part_of(note, &attachment_note::media_type), part_of(note, &attachment_note::width),
                   part_of(note, &attachment_note::height), to_stored_time(what.at),
                   what.edited_at ? std::optional{to_stored_time(*what.edited_at)} : std::nullopt, what.deleted);
  index_.run(what.seqno);
}

void chat_writer::supersede(const chat_message& by) {
  unindex_message_.run(by.id);
  supersede_.run(by.id, by.session);
  if (database_->changes() == 0)
    contradiction("message " + std::to_string(by.seqno) + " is a version of message " + std::to_string(by.id)
                  + ", which is not in session " + std::to_string(by.session.value));
}

bool chat_writer::purge_some(session_id session) {
  std::vector<std::int64_t> versions;
  std::int64_t bytes_found = 0;
  list_versions_.start(session, purged_rows_max);
  while (bytes_found < purged_bytes_max && list_versions_.next()) {
    versions.push_back(list_versions_.integer(0));
    bytes_found += list_versions_.integer(1);
  }
  list_versions_.reset();
  for (const auto seqno : versions) {
    unindex_version_.run(seqno);
    purge_version_.run(seqno);
  }
  return !versions.empty();
}

} // namespace atelier
