#pragma once

#include "protocol/chat_archive.hpp"
#include "storage/sqlite_statement.hpp"

namespace atelier {

/// Reads chats from the database, on a connection of its own.
class sqlite_chat_archive final : public chat_archive {
public:
  /// Throws `sqlite_failure`.
  sqlite_chat_archive(const std::filesystem::path& file, const std::string& vfs);

  result<page> read(session_id session, seqno_t after, seqno_t until, std::size_t bytes_max) override;
  result<std::optional<chat_message>> find(seqno_t id) override;
  result<std::vector<chat_message>> versions(seqno_t id) override;

  /// `bad_data` where the query has too many words.
  result<std::vector<chat_message>> search(session_id session, const std::string& query, seqno_t before,
                                           std::size_t count) override;

private:
  sqlite_database database_;
  sqlite_statement page_;
  sqlite_statement latest_;
  sqlite_statement versions_;
  sqlite_statement matching_;
};

} // namespace atelier
