#pragma once

#include "protocol/event_archive.hpp"
#include "storage/sqlite_statement.hpp"

namespace atelier {

/// Reads events from the database, on a connection of its own.
class sqlite_event_archive final : public event_archive {
public:
  /// Throws `sqlite_failure`.
  sqlite_event_archive(const std::filesystem::path& file, const std::string& vfs);

  result<page> read_events(session_id session, seqno_t after, seqno_t until, std::size_t bytes_max) override;
  result<std::vector<event_record>> first_events(session_id session, seqno_t after, std::size_t count) override;

private:
  sqlite_database database_;
  sqlite_statement page_;
};

} // namespace atelier
