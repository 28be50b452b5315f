#include "storage/wal_checkpointer.hpp"

#include <pthread.h>
#include <sqlite3.h>
#include <sys/resource.h>

namespace atelier {

namespace {

/// Enough for those who answer clients to come first where cores are few, and little enough to keep up with the log.
constexpr int niceness = 5;

sqlite_database::options checkpointing(const std::string& vfs) {
  sqlite_database::options how;
  how.vfs = vfs;
  return how;
}

} // namespace

wal_checkpointer::wal_checkpointer(const std::filesystem::path& file, const std::string& vfs)
    : database_{file, checkpointing(vfs)}, thread_{[this] {
        run();
      }} {}

wal_checkpointer::~wal_checkpointer() {
  {
    const std::lock_guard alone{mutex_};
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void wal_checkpointer::request() {
  {
    const std::lock_guard alone{mutex_};
    requested_ = true;
  }
  changed_.notify_one();
}

void wal_checkpointer::run() {
  ::pthread_setname_np(::pthread_self(), "checkpoints");
  // Of this thread alone, on Linux.
  ::setpriority(PRIO_PROCESS, 0, niceness);
  std::unique_lock alone{mutex_};
  while (true) {
    changed_.wait(alone, [this] { return requested_ || stopping_; });
    if (stopping_)
      return;
    requested_ = false;
    alone.unlock();
    sqlite3_wal_checkpoint_v2(database_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    ended_ = true;
    alone.lock();
  }
}

} // namespace atelier
