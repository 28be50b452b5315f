#include "storage/feed_rows.hpp"

#include "storage/sqlite_failure.hpp"

#include <sqlite3.h>
#include <string>

namespace atelier {

feed_message read_feed_message(sqlite_statement& row) {
  auto out = read_feed_place(row);
  read_feed_members(row, out);
  return out;
}

feed_message read_feed_place(sqlite_statement& row) {
  feed_message out;
  out.arrival = row.as<seqno_t>(0);
  out.project = session_id{row.as<std::uint32_t>(1)};
  out.srv_id = row.as<std::uint32_t>(2);
  out.seqno = row.as<seqno_t>(3);
  const auto kind = feed_kind_named(row.text(4));
  if (!kind)
    throw sqlite_failure{SQLITE_CORRUPT, "message " + std::to_string(out.arrival) + " of the feeds is stored as \""
                                             + row.text(4) + "\", which no message can be"};
  out.kind = *kind;
  out.uuid = row.text(5);
  return out;
}

void read_feed_members(sqlite_statement& row, feed_message& to) {
  to.members = row.text(6);
}

} // namespace atelier
