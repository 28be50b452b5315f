#include "storage/sqlite_database.hpp"

#include "storage/sqlite_failure.hpp"
#include "storage/sqlite_statement.hpp"

#include <sqlite3.h>

namespace atelier {

void sqlite_database::closer::operator()(sqlite3* handle) const noexcept {
  sqlite3_close_v2(handle);
}

sqlite_database::options sqlite_database::options::reading(const std::string& vfs) {
  options how;
  how.query_only = true;
  how.vfs = vfs;
  return how;
}

sqlite_database::sqlite_database(const std::filesystem::path& file) : sqlite_database{file, options{}} {}

sqlite_database::sqlite_database(const std::filesystem::path& file, const options& how) : file_{file.string()} {
  sqlite3* raw = nullptr;
  const auto flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const auto code = sqlite3_open_v2(file_.c_str(), &raw, flags, how.vfs.empty() ? nullptr : how.vfs.c_str());
  // SQLite hands out a connection for its message even where opening failed.
  handle_.reset(raw);
  if (code != SQLITE_OK)
    fail(code, "open it");
  sqlite3_busy_timeout(raw, busy_ms_max);
  sqlite3_wal_autocheckpoint(raw, 0);
  execute("PRAGMA synchronous = FULL");
  execute("PRAGMA foreign_keys = ON");
  execute("PRAGMA temp_store = MEMORY");
  execute("PRAGMA cache_size = -" + std::to_string(how.cache_bytes / 1024));
  if (how.query_only)
    execute("PRAGMA query_only = ON");
}

void sqlite_database::execute(const char* sql) {
  if (const auto code = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr); code != SQLITE_OK)
    fail(code, std::string{"run \""} + sql + '"');
}

std::int64_t sqlite_database::number(const char* sql) {
  sqlite_statement statement{*this, sql};
  return statement.next() ? statement.integer(0) : 0;
}

std::int64_t sqlite_database::changes() noexcept {
  return sqlite3_changes64(handle());
}

void sqlite_database::fail(int code, const std::string& doing) {
  // The connection's message belongs to its last call; where that was another one, the code's own text is right.
  const auto* words = handle() != nullptr && sqlite3_extended_errcode(handle()) == code ? sqlite3_errmsg(handle())
                                                                                        : sqlite3_errstr(code);
  throw sqlite_failure{code, "the database " + file_ + " can't " + doing + ": " + words + " (SQLite code "
                                 + std::to_string(code) + ')'};
}

} // namespace atelier
