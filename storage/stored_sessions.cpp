#include "storage/stored_sessions.hpp"

#include "storage/contradiction.hpp"

namespace atelier {

stored_sessions::stored_sessions(sqlite_database& database)
    : find_{database, "SELECT removed, (SELECT value FROM meta WHERE name = 'next_session_id') "
                      "FROM (SELECT 1) LEFT JOIN sessions ON id = ?1"} {}

bool stored_sessions::is_removed(session_id session) {
  find_.start(session);
  find_.next();
  const auto missing = find_.is_null(0);
  const auto removed = missing || find_.integer(0) != 0;
  const auto never_stored = missing && session.value >= find_.as<std::uint32_t>(1);
  find_.reset();
  if (never_stored)
    contradiction("session " + std::to_string(session.value) + " was never stored, so nothing can be stored of it");
  return removed;
}

} // namespace atelier
