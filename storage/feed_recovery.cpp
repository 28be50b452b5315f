#include "storage/feed_recovery.hpp"

#include "storage/feed_rows.hpp"

#include <string>

namespace atelier {

namespace {

void read_messages(sqlite_database& database, recovered_state& to) {
  // CROSS JOIN keeps the order of the tables, and so that of arrivals without sorting.
  sqlite_statement rows{database, std::string{"SELECT "} + feed_columns
                                      + " FROM feed CROSS JOIN sessions ON sessions.id = feed.project "
                                        "WHERE removed = 0 ORDER BY arrival"};
  while (rows.next())
    to.feed.push_back(head_of(read_feed_message(rows)));
}

void read_links(sqlite_database& database, recovered_state& to) {
  sqlite_statement rows{database, "SELECT url, project FROM feed_links ORDER BY url, project"};
  while (rows.next())
    to.feed_links.push_back({rows.text(0), session_id{rows.as<std::uint32_t>(1)}});
}

} // namespace

void read_feeds(sqlite_database& database, recovered_state& to) {
  read_messages(database, to);
  read_links(database, to);
}

} // namespace atelier
