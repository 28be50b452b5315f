#pragma once

#include "protocol/chat.hpp"
#include "storage/sqlite_statement.hpp"

#include <algorithm>
#include <limits>
#include <string>

namespace atelier {

/// What is asked of the stored chats, with its parameters; all but `matching` are found by an index, in its order.
enum class chat_query {
  /// (session, after, until): the latest versions with `after < seqno <= until`, ascending.
  page,
  /// (id)
  latest,
  /// (id): the first one first.
  versions,
  /// (query of the search index, before, count): the latest first.
  matching,
};

/// The statement; its rows are for `read_message`.
[[nodiscard]] std::string sql_of(chat_query what);

/// The message in the current row. Throws `sqlite_failure` where it is no message of this program.
[[nodiscard]] chat_message read_message(sqlite_statement& row);

/// A sequence number as SQLite can hold it: what is above can't be stored, so nothing is found there either.
[[nodiscard]] inline std::int64_t to_stored_number(std::uint64_t number) {
  return static_cast<std::int64_t>(std::min<std::uint64_t>(number, std::numeric_limits<std::int64_t>::max()));
}

} // namespace atelier
