#pragma once

#include "protocol/chat.hpp"
#include "storage/stored_sessions.hpp"

namespace atelier {

/// Writes the messages of chats and keeps the search index in step, inside a transaction that the caller holds.
/// Failures are thrown as `sqlite_failure`; a message that contradicts what is stored (a seqno that does not follow the
/// last, a version of a message that is not there, a session that never was) as `std::logic_error`. After either, the
/// writer must not be used again.
class chat_writer {
public:
  explicit chat_writer(sqlite_database& database);

  /// Stores a message, or a new version of one. One of a session that was removed is passed over.
  void put(const chat_message& what);

  /// Deletes some messages of a session, the first ones first. False where none was left to delete.
  bool purge_some(session_id session);

private:
  void supersede(const chat_message& by);

  sqlite_database* database_;
  stored_sessions sessions_;
  sqlite_statement raise_number_;
  sqlite_statement put_message_;
  sqlite_statement supersede_;
  sqlite_statement index_;
  sqlite_statement unindex_message_;
  sqlite_statement unindex_version_;
  sqlite_statement list_versions_;
  sqlite_statement purge_version_;
  seqno_t next_seqno_;
};

} // namespace atelier
