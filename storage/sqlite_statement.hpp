#pragma once

#include "protocol/bytes.hpp"
#include "protocol/ids.hpp"
#include "storage/sqlite_database.hpp"

#include <concepts>
#include <optional>

struct sqlite3_stmt;

namespace atelier {

/// A prepared statement; the database outlives it. Failures are thrown as `sqlite_failure`.
///
///     for (statement.start(7, "name"); statement.next();)
///       use(statement.integer(0), statement.text(1));
///
/// A statement that was started and not run to its end keeps its read transaction open until `reset`.
class sqlite_statement {
public:
  sqlite_statement(sqlite_database& database, std::string_view sql);

  /// Binds the parameters in their order. Text and bytes must stay as they are until the last `next`.
  template <class... Ts>
  void start(const Ts&... parameters) {
    reset();
    auto at = 0;
    (bind(++at, parameters), ...);
  }

  /// Goes to the next row; false, and reset, after the last one.
  bool next();

  /// Binds, and runs to the end.
  template <class... Ts>
  void run(const Ts&... parameters) {
    start(parameters...);
    while (next()) {
    }
  }

  void reset() noexcept;

  /// Columns of the current row, from 0.
  [[nodiscard]] std::int64_t integer(int column);
  template <std::integral T>
  [[nodiscard]] T as(int column) {
    return static_cast<T>(integer(column));
  }
  [[nodiscard]] std::string text(int column);
  /// Valid until `next` or `reset`.
  [[nodiscard]] byte_view blob(int column);
  [[nodiscard]] bool is_null(int column);

private:
  void bind(int at, std::int64_t value);
  void bind(int at, std::string_view value);
  void bind(int at, byte_view value);
  void bind_null(int at);
  void check_bound(int code);

  /// SQLite's integers are signed; a count that does not fit would wrap, and is a mistake of ours.
  template <std::integral T>
  void bind(int at, T value) {
    bind(at, static_cast<std::int64_t>(value));
  }
  template <class Tag, class Rep>
  void bind(int at, strong_id<Tag, Rep> id) {
    bind(at, static_cast<std::int64_t>(id.value));
  }
  void bind(int at, const std::string& value) {
    bind(at, std::string_view{value});
  }
  template <class T>
  void bind(int at, const std::optional<T>& value) {
    value ? bind(at, *value) : bind_null(at);
  }

  struct finalizer {
    void operator()(sqlite3_stmt* handle) const noexcept;
  };
  sqlite_database* database_;
  std::unique_ptr<sqlite3_stmt, finalizer> handle_;
};

} // namespace atelier
