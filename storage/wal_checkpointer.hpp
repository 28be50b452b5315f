#pragma once

#include "storage/sqlite_database.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace atelier {

/// Moves committed pages from the write-ahead log into the database, on a thread and a connection of its own, so that
/// no commit waits for it (a PASSIVE checkpoint, https://www.sqlite.org/c3ref/wal_checkpoint_v2.html). A failure is
/// passed over: the log then grows, and the next checkpoint tries again.
class wal_checkpointer {
public:
  /// Throws `sqlite_failure` where the database can't be opened.
  wal_checkpointer(const std::filesystem::path& file, const std::string& vfs);
  /// Ends the thread; waits for a checkpoint that runs.
  ~wal_checkpointer();

  /// Asks for a checkpoint; the thread may be at one already. Any thread.
  void request();

  /// True once after each checkpoint that ended: little of the log is left to be moved, so that the writer may have it
  /// start over at small cost. Any thread.
  [[nodiscard]] bool take_ended() noexcept {
    return ended_.exchange(false);
  }

private:
  void run();

  sqlite_database database_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> ended_{false};
  bool requested_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

} // namespace atelier
