#pragma once

#include "storage/folder_lock.hpp"
#include "storage/log_growth.hpp"
#include "storage/record_writer.hpp"
#include "storage/snapshot_sweep.hpp"
#include "storage/wal_checkpointer.hpp"

namespace atelier {

/// What a data folder stands on; tests put other things in their place.
struct folder_options {
  /// Null for the real files.
  std::shared_ptr<file_system> files;
  /// SQLite's door to the operating system by name; empty for the default one.
  std::string vfs;
  /// Empty for those of this version.
  std::span<const char* const> migrations;
  /// Of the server that this folder must belong to.
  std::optional<std::uint32_t> srv_id;
  /// Pages of write-ahead log between two checkpoints: 4 MiB. With 16 MiB the slowest commits took twice as long, since
  /// a checkpoint's sync is in their way, and with 1 MiB so did the others.
  int checkpoint_pages = 1'024;
};

/// A data folder whose database is SQLite's and whose snapshots are files.
class sqlite_folder final : public data_folder {
public:
  [[nodiscard]] static tl::expected<std::unique_ptr<sqlite_folder>, open_error>
  open(const std::filesystem::path& given, wall_time now, const folder_options& options = {});

  ~sqlite_folder() override;

  result<recovered_state> recover() override;
  result<void> commit(std::span<const std::vector<record>> batches) override;
  bool tidy() override;
  result<std::unique_ptr<picture_archive>> archive() override;
  result<std::unique_ptr<chat_archive>> chats() override;
  result<std::unique_ptr<event_archive>> events() override;
  result<std::unique_ptr<feed_archive>> feeds() override;
  result<std::unique_ptr<attachment_store>> attachments(const limits& bounds, wall_time now) override;
  result<void> write_snapshot(const std::string& file, byte_view png) override;
  void remove_snapshot(const std::string& file) noexcept override;

private:
  sqlite_folder(folder_lock lock, std::filesystem::path path, std::shared_ptr<file_system> files,
                sqlite_database database, const folder_options& options);

  void tend_log();
  void start_log_over(int busy_ms);

  folder_lock lock_;
  std::filesystem::path path_;
  std::shared_ptr<file_system> files_;
  std::string vfs_;
  snapshot_files snapshots_;
  sqlite_database database_;
  record_writer writer_;
  std::optional<snapshot_sweep> sweep_;
  wal_checkpointer checkpointer_;
  std::optional<error> failed_;
  /// Pages in the write-ahead log after the last commit.
  int log_pages_ = 0;
  log_growth log_growth_;
};

} // namespace atelier
