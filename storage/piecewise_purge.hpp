#pragma once

#include "storage/sqlite_statement.hpp"

#include <string>

namespace atelier {

/// Deletes rows of one table in pieces, the first ones first, inside transactions that the caller holds: the writer's
/// other work waits for no more than one piece. Failures are thrown as `sqlite_failure`.
class piecewise_purge {
public:
  /// What one piece takes at most.
  static constexpr std::int64_t bytes_max = 1024 * 1024;

  struct rows {
    std::string table;
    /// With the parameters ?2, ?3, …
    std::string where;
    /// A column that tells apart the rows that are there, in whose order an index has them.
    std::string key;
    /// An expression: the bytes of a row, roughly.
    std::string bytes;
    /// Of one piece at most: fewer where several indexes must forget each row.
    int rows_max = 4096;
  };
  piecewise_purge(sqlite_database& database, const rows& which);

  /// `parameters`: those of `where`. False where none was left to delete.
  template <class... Ts>
  bool purge_some(const Ts&... parameters) {
    list_.start(rows_max_, parameters...);
    const auto count = count_piece();
    if (count > 0)
      purge_.run(count, parameters...);
    return count > 0;
  }

private:
  int count_piece();

  int rows_max_;
  sqlite_statement list_;
  sqlite_statement purge_;
};

} // namespace atelier
