#include "storage/sqlite_folder.hpp"

#include "storage/attachments/attachment_store.hpp"
#include "storage/attachments/named_attachments.hpp"
#include "storage/database_start.hpp"
#include "storage/guarded.hpp"
#include "storage/posix_file_system.hpp"
#include "storage/recovery.hpp"
#include "storage/schema.hpp"
#include "storage/sqlite_archive.hpp"
#include "storage/sqlite_chat_archive.hpp"
#include "storage/sqlite_event_archive.hpp"
#include "storage/sqlite_feed_archive.hpp"
#include "storage/sqlite_transaction.hpp"

#include <sqlite3.h>

namespace atelier {

namespace {

constexpr auto database_name = "atelier.db";
constexpr auto snapshots_name = "pictures";
constexpr auto attachments_name = "attachments";
constexpr auto lock_name = "lock";

/// 32 MiB: what is read back from the database while it is written is the ends of logs and indexes.
constexpr std::int64_t writer_cache_bytes = 32 * 1024 * 1024;

/// How long a commit may wait for the log to start over once it is far too long.
constexpr int restart_busy_ms_max = 1'000;

open_failure kind_of(const sqlite_failure& failed) {
  switch (failed.primary_code()) {
  case SQLITE_NOTADB:
  case SQLITE_CORRUPT:
  case SQLITE_ERROR:
    return open_failure::damaged;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return open_failure::in_use;
  default:
    return open_failure::not_writable;
  }
}

/// Makes the folder and those above it, each with its name on disk.
result<void> make_folders(file_system& files, const std::filesystem::path& folder) {
  const auto parent = folder.parent_path();
  std::error_code unknown;
  if (parent != folder && !std::filesystem::exists(parent, unknown) && !unknown)
    if (auto made = make_folders(files, parent); !made)
      return made;
  const auto made = files.create_folder(folder);
  if (!made)
    return tl::unexpected{made.error()};
  if (*made)
    return files.sync_folder(parent);
  return {};
}

tl::unexpected<open_error> not_writable(const error& why) {
  return tl::unexpected{open_error{open_failure::not_writable, why.message}};
}

sqlite_database::options writing(const std::string& vfs) {
  sqlite_database::options how;
  how.cache_bytes = writer_cache_bytes;
  how.vfs = vfs;
  return how;
}

} // namespace

tl::expected<std::unique_ptr<sqlite_folder>, open_error>
sqlite_folder::open(const std::filesystem::path& given, wall_time now, const folder_options& options) {
  auto files = options.files ? options.files : std::make_shared<posix_file_system>();
  std::error_code no_current_folder;
  const auto path = std::filesystem::absolute(given / ".", no_current_folder).lexically_normal().parent_path();
  if (no_current_folder)
    return not_writable(
        {errc::storage_failure, "can't find the data folder " + given.string() + ": " + no_current_folder.message()});
  if (auto made = make_folders(*files, path); !made)
    return not_writable(made.error());
  auto lock = folder_lock::take(path / lock_name);
  if (!lock)
    return tl::unexpected{lock.error()};
  if (auto made = make_folders(*files, path / snapshots_name); !made)
    return not_writable(made.error());
  const auto has_snapshots = [&] {
    const auto folders = snapshot_files{path / snapshots_name, files}.folders();
    return !folders || !folders->empty();
  };
  try {
    sqlite_database database{path / database_name, writing(options.vfs)};
    const auto start = start_database(database, now, options.srv_id, has_snapshots,
                                      options.migrations.empty() ? schema_migrations() : options.migrations);
    if (!start)
      return tl::unexpected{start.error()};
    if (auto named = files->sync_folder(path); !named)
      return not_writable(named.error());
    std::unique_ptr<sqlite_folder> folder{
        new sqlite_folder{std::move(*lock), path, std::move(files), std::move(database), options}};
    if (start->sweep_due)
      folder->sweep_.emplace(folder->snapshots_, folder->database_, start->epoch);
    return folder;
  } catch (const sqlite_failure& failed) {
    return tl::unexpected{open_error{kind_of(failed), failed.what()}};
  }
}

sqlite_folder::sqlite_folder(folder_lock lock, std::filesystem::path path, std::shared_ptr<file_system> files,
                             sqlite_database database, const folder_options& options)
    : lock_{std::move(lock)},
      path_{std::move(path)},
      files_{std::move(files)},
      vfs_{options.vfs},
      snapshots_{path_ / snapshots_name, files_},
      database_{std::move(database)},
      writer_{database_},
      checkpointer_{path_ / database_name, vfs_},
      log_growth_{options.checkpoint_pages} {
  sqlite3_wal_hook(
      database_.handle(),
      [](void* folder, sqlite3*, const char*, int pages) {
        static_cast<sqlite_folder*>(folder)->log_pages_ = pages;
        return SQLITE_OK;
      },
      this);
}

sqlite_folder::~sqlite_folder() = default;

result<recovered_state> sqlite_folder::recover() {
  return guarded([this]() -> result<recovered_state> { return read_state(database_); });
}

result<void> sqlite_folder::commit(std::span<const std::vector<record>> batches) {
  if (failed_)
    return tl::unexpected{*failed_};
  // Stands if anything but the guarded failures ends this early: then it is not known what the writer wrote.
  failed_ = error{errc::internal_error, "an earlier commit was broken off"};
  auto done = guarded([&]() -> result<void> {
    sqlite_transaction transaction{database_};
    for (const auto& batch : batches)
      for (const auto& what : batch)
        writer_.write(what);
    transaction.commit();
    return {};
  });
  if (!done) {
    failed_ = done.error();
    return done;
  }
  failed_.reset();
  tend_log();
  return {};
}

void sqlite_folder::tend_log() {
  switch (log_growth_.after_commit(log_pages_, checkpointer_.take_ended())) {
  case log_step::none:
    return;
  case log_step::checkpoint:
    return checkpointer_.request();
  case log_step::start_over_if_free:
    return start_log_over(0);
  case log_step::start_over:
    return start_log_over(restart_busy_ms_max);
  }
}

void sqlite_folder::start_log_over(int busy_ms) {
  // Where a reader still needs the log, it grows on until the next time.
  sqlite3_busy_timeout(database_.handle(), busy_ms);
  sqlite3_wal_checkpoint_v2(database_.handle(), nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
  sqlite3_busy_timeout(database_.handle(), sqlite_database::busy_ms_max);
}

bool sqlite_folder::tidy() {
  if (failed_)
    return false;
  const auto more = guarded([this]() -> result<bool> {
    if (writer_.purge_some())
      return true;
    if (sweep_ && !sweep_->sweep_next())
      sweep_.reset();
    return sweep_.has_value();
  });
  // A failure here would be met again by the next commit, which can tell it.
  return more.value_or(false);
}

result<std::unique_ptr<picture_archive>> sqlite_folder::archive() {
  return guarded([this]() -> result<std::unique_ptr<picture_archive>> {
    return std::make_unique<sqlite_archive>(path_ / database_name, vfs_, path_ / snapshots_name, files_);
  });
}

result<std::unique_ptr<chat_archive>> sqlite_folder::chats() {
  return guarded([this]() -> result<std::unique_ptr<chat_archive>> {
    return std::make_unique<sqlite_chat_archive>(path_ / database_name, vfs_);
  });
}

result<std::unique_ptr<event_archive>> sqlite_folder::events() {
  return guarded([this]() -> result<std::unique_ptr<event_archive>> {
    return std::make_unique<sqlite_event_archive>(path_ / database_name, vfs_);
  });
}

result<std::unique_ptr<feed_archive>> sqlite_folder::feeds() {
  return guarded([this]() -> result<std::unique_ptr<feed_archive>> {
    return std::make_unique<sqlite_feed_archive>(path_ / database_name, vfs_);
  });
}

result<std::unique_ptr<attachment_store>> sqlite_folder::attachments(const limits& bounds, wall_time now) {
  return guarded([&]() -> result<std::unique_ptr<attachment_store>> {
    const auto named = std::make_shared<named_attachments>(path_ / database_name, vfs_);
    return attachment_store::open(
        path_ / attachments_name, files_, bounds, [named](const std::string& hash) { return named->contains(hash); },
        now);
  });
}

result<void> sqlite_folder::write_snapshot(const std::string& file, byte_view png) {
  return snapshots_.write(file, png);
}

void sqlite_folder::remove_snapshot(const std::string& file) noexcept {
  snapshots_.remove(file);
}

} // namespace atelier
