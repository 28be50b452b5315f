#include "storage/sqlite_statement.hpp"

#include <sqlite3.h>

namespace atelier {

void sqlite_statement::finalizer::operator()(sqlite3_stmt* handle) const noexcept {
  sqlite3_finalize(handle);
}

sqlite_statement::sqlite_statement(sqlite_database& database, std::string_view sql) : database_{&database} {
  sqlite3_stmt* raw = nullptr;
  const auto code = sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                       SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  handle_.reset(raw);
  if (code != SQLITE_OK)
    database.fail(code, "prepare \"" + std::string{sql} + '"');
}

bool sqlite_statement::next() {
  const auto code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW)
    return true;
  if (code != SQLITE_DONE) {
    try {
      database_->fail(code, "run \"" + std::string{sqlite3_sql(handle_.get())} + '"');
    } catch (...) {
      reset();
      throw;
    }
  }
  reset();
  return false;
}

void sqlite_statement::reset() noexcept {
  // Answers with the failure of the last step, which was thrown already.
  sqlite3_reset(handle_.get());
}

std::int64_t sqlite_statement::integer(int column) {
  return sqlite3_column_int64(handle_.get(), column);
}

std::string sqlite_statement::text(int column) {
  const auto* data = sqlite3_column_text(handle_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column));
  return data == nullptr ? std::string{} : std::string{reinterpret_cast<const char*>(data), size};
}

byte_view sqlite_statement::blob(int column) {
  const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(handle_.get(), column));
  return {data, data == nullptr ? 0 : static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

bool sqlite_statement::is_null(int column) {
  return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
}

void sqlite_statement::bind(int at, std::int64_t value) {
  check_bound(sqlite3_bind_int64(handle_.get(), at, value));
}

void sqlite_statement::bind(int at, std::string_view value) {
  // A null pointer would be bound as NULL.
  check_bound(sqlite3_bind_text64(handle_.get(), at, value.data() == nullptr ? "" : value.data(), value.size(),
                                  SQLITE_STATIC, SQLITE_UTF8));
}

void sqlite_statement::bind(int at, byte_view value) {
  const auto* data = value.data() == nullptr ? static_cast<const void*>("") : value.data();
  check_bound(sqlite3_bind_blob64(handle_.get(), at, data, value.size(), SQLITE_STATIC));
}

void sqlite_statement::bind_null(int at) {
  check_bound(sqlite3_bind_null(handle_.get(), at));
}

void sqlite_statement::check_bound(int code) {
  if (code != SQLITE_OK)
    database_->fail(code, "bind a value of \"" + std::string{sqlite3_sql(handle_.get())} + '"');
}

} // namespace atelier
