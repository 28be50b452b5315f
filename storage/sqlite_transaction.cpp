#include "storage/sqlite_transaction.hpp"

#include <sqlite3.h>

namespace atelier {

sqlite_transaction::sqlite_transaction(sqlite_database& database) : database_{&database} {
  database_->execute("BEGIN IMMEDIATE");
}

sqlite_transaction::~sqlite_transaction() {
  // After some failures, such as a full disk, SQLite has rolled back by itself.
  if (open_ && sqlite3_get_autocommit(database_->handle()) == 0)
    sqlite3_exec(database_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void sqlite_transaction::commit() {
  database_->execute("COMMIT");
  open_ = false;
}

} // namespace atelier
