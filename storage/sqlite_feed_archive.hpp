#pragma once

#include "protocol/feed_archive.hpp"
#include "storage/sqlite_statement.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace atelier {

/// Reads feeds from the database, on a connection of its own.
class sqlite_feed_archive final : public feed_archive {
public:
  /// Throws `sqlite_failure`.
  sqlite_feed_archive(const std::filesystem::path& file, const std::string& vfs);

  result<page> read_feed(session_id project, const feed_selection& wanted, seqno_t after, seqno_t until,
                         std::size_t bytes_max) override;
  result<std::vector<feed_message>> find_feed(session_id project, feed_kind kind, const std::string& uuid) override;

private:
  /// The arrival of the first message that `since` does not cover: per server, arrivals follow seqnos.
  [[nodiscard]] std::optional<seqno_t> first_lacking(session_id project, const version_vector& since);
  /// The next server of which the project has messages.
  [[nodiscard]] std::optional<std::uint32_t> server_after(session_id project, std::int64_t srv_id);
  [[nodiscard]] std::optional<seqno_t> arrival_after(session_id project, std::uint32_t srv_id, std::int64_t seqno);

  sqlite_database database_;
  sqlite_statement page_;
  sqlite_statement next_server_;
  sqlite_statement next_of_server_;
  sqlite_statement of_thing_;
};

} // namespace atelier
