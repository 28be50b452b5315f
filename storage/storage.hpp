#pragma once

#include "protocol/chat_archive.hpp"
#include "protocol/event_archive.hpp"
#include "protocol/feed_archive.hpp"
#include "protocol/limits.hpp"
#include "protocol/records.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>

namespace atelier {

class attachment_store;

/// Why a data folder can't be used; each has an exit code of its own.
enum class open_failure { in_use, not_writable, newer_version, damaged, of_another_server };

struct open_error {
  open_failure kind{};
  /// One line for a person, with the path.
  std::string message;
};

/// A data folder that this process holds: `atelier.db` (SQLite), `pictures/` (snapshots), `attachments/`,
/// `lock`.
/// Opening takes the lock (flock), creates what is missing, migrates the schema, makes the session `lobby` with the
/// picture `welcome` in a new database, raises the epoch where the last stop was not clean, and marks this run as
/// running, all of it durable before it returns. `srv_id` is the server's own number: a new database takes it (1 where
/// it is absent), any other must have it already.
class data_folder {
public:
  virtual ~data_folder() = default;

  [[nodiscard]] static tl::expected<std::unique_ptr<data_folder>, open_error>
  open(const std::filesystem::path& path, wall_time now, std::optional<std::uint32_t> srv_id = {});

  /// Read once, at start.
  [[nodiscard]] virtual result<recovered_state> recover() = 0;

  /// Commits batches as one transaction; returns after they are on disk. After a failure nothing of them is stored,
  /// and every later call fails too: the folder must be opened again. One thread at a time.
  [[nodiscard]] virtual result<void> commit(std::span<const std::vector<record>> batches) = 0;

  /// Does a small piece of the work that commits leave for later (deleting the rows of removed pictures and sessions
  /// and of games that are over, and after an unclean stop the snapshots that no row names); a millisecond or so. True
  /// where more is left. On the thread that commits, when nothing waits.
  virtual bool tidy() = 0;

  /// The read sides, each on a database connection of its own.
  [[nodiscard]] virtual result<std::unique_ptr<picture_archive>> archive() = 0;
  [[nodiscard]] virtual result<std::unique_ptr<chat_archive>> chats() = 0;
  [[nodiscard]] virtual result<std::unique_ptr<event_archive>> events() = 0;
  [[nodiscard]] virtual result<std::unique_ptr<feed_archive>> feeds() = 0;

  /// What is attached to messages; for one thread, and only once at a time. Its sweep reads the database on a
  /// connection of its own.
  [[nodiscard]] virtual result<std::unique_ptr<attachment_store>> attachments(const limits& bounds, wall_time now) = 0;

  /// Writes a snapshot so that it is either wholly there or not at all (temporary file, fsync, rename, fsync of the
  /// folder). Any thread.
  [[nodiscard]] virtual result<void> write_snapshot(const std::string& file, byte_view png) = 0;
  virtual void remove_snapshot(const std::string& file) noexcept = 0;
};

} // namespace atelier
