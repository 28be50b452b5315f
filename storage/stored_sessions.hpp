#pragma once

#include "storage/sqlite_statement.hpp"

namespace atelier {

/// Which sessions are there, for those who write what belongs to one. Failures are thrown as `sqlite_failure`.
class stored_sessions {
public:
  explicit stored_sessions(sqlite_database& database);

  /// What comes after the removal of its session is to be passed over. Throws `std::logic_error` where the session was
  /// never stored.
  [[nodiscard]] bool is_removed(session_id session);

private:
  sqlite_statement find_;
};

} // namespace atelier
