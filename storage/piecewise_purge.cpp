#include "storage/piecewise_purge.hpp"

namespace atelier {

namespace {

std::string select(const std::string& what, const piecewise_purge::rows& from) {
  return "SELECT " + what + " FROM " + from.table + " WHERE " + from.where + " ORDER BY " + from.key + " LIMIT ?1";
}

} // namespace

piecewise_purge::piecewise_purge(sqlite_database& database, const rows& which)
    : rows_max_{which.rows_max},
      list_{database, select(which.bytes, which)},
      purge_{database, "DELETE FROM " + which.table + " WHERE " + which.where + " AND " + which.key + " IN ("
                           + select(which.key, which) + ")"} {}

int piecewise_purge::count_piece() {
  int count = 0;
  for (std::int64_t bytes_found = 0; bytes_found < bytes_max && list_.next(); ++count)
    bytes_found += list_.integer(0);
  list_.reset();
  return count;
}

} // namespace atelier
