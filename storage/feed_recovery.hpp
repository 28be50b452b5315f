#pragma once

#include "protocol/records.hpp"
#include "storage/sqlite_database.hpp"

namespace atelier {

/// Adds what the engine keeps of each message of the feeds, and the links to other servers, to what it needs to start;
/// of sessions that were removed none. The messages' texts are in memory one at a time. Throws `sqlite_failure`.
void read_feeds(sqlite_database& database, recovered_state& to);

} // namespace atelier
