#pragma once

#include "storage/sqlite_database.hpp"

namespace atelier {

/// A write transaction: rolled back when it goes out of scope uncommitted. The database outlives it.
class sqlite_transaction {
public:
  explicit sqlite_transaction(sqlite_database& database);
  ~sqlite_transaction();
  sqlite_transaction(const sqlite_transaction&) = delete;
  sqlite_transaction& operator=(const sqlite_transaction&) = delete;

  /// Returns after all of it is on disk; throws `sqlite_failure`, and then nothing of it is kept.
  void commit();

private:
  sqlite_database* database_;
  bool open_ = true;
};

} // namespace atelier
