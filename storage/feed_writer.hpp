#pragma once

#include "protocol/feed.hpp"
#include "protocol/feed_records.hpp"
#include "storage/piecewise_purge.hpp"
#include "storage/stored_sessions.hpp"

namespace atelier {

/// Writes feeds and the links to other servers, inside a transaction that the caller holds; what is of a project that
/// was removed is passed over, and its numbers are used. Failures are thrown as `sqlite_failure`; a record that
/// contradicts what is stored (an arrival or a seqno that does not follow the last, a project that never was) as
/// `std::logic_error`. After either, the writer must not be used again.
class feed_writer {
public:
  /// The database's own `srv_id` must stand.
  explicit feed_writer(sqlite_database& database);

  void put(const feed_message& what);
  void put(const feed_link_record& what);
  void put(const feed_link_removed& what);

  void remove_links_of(session_id project);
  /// Deletes some messages of a project. False where none was left.
  bool purge_some_of(session_id project);

private:
  void use_numbers_of(const feed_message& what);
  /// Of another server's message.
  void check_follows(const feed_message& what);

  stored_sessions sessions_;
  sqlite_statement raise_arrival_;
  sqlite_statement raise_seqno_;
  sqlite_statement find_last_;
  sqlite_statement put_message_;
  sqlite_statement put_link_;
  sqlite_statement remove_link_;
  sqlite_statement remove_links_;
  piecewise_purge messages_;
  std::uint32_t srv_id_;
  seqno_t next_arrival_;
  seqno_t next_seqno_;
};

} // namespace atelier
