#pragma once

#include "protocol/chat.hpp"
#include "storage/sqlite_statement.hpp"

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

} // namespace atelier
