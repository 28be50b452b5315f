#pragma once

#include "protocol/feed.hpp"
#include "storage/sqlite_statement.hpp"

namespace atelier {

/// The columns of `feed` that are read as a message, in this order.
inline constexpr auto feed_columns = "arrival, feed.project, srv_id, seqno, kind, feed.uuid, members";

/// The message at a row of `feed_columns`. Throws `sqlite_failure` where it is stored as what no message can be.
[[nodiscard]] feed_message read_feed_message(sqlite_statement& row);

/// The same without its members, for which more of the disk may have to be read.
[[nodiscard]] feed_message read_feed_place(sqlite_statement& row);
void read_feed_members(sqlite_statement& row, feed_message& to);

} // namespace atelier
