#pragma once

#include "protocol/bytes.hpp"
#include "storage/sqlite_folder.hpp"

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <random>

namespace atelier::test {

/// A disk that stands between SQLite and the real files, under a name of its own (a SQLite VFS,
/// https://www.sqlite.org/vfs.html). It can fail any one call that changes a file, run full, or lose its power, and
/// knows what is then left: what was synced, and of the rest whichever sectors chance lets through. Any thread.
class faulty_disk {
public:
  faulty_disk();
  ~faulty_disk();
  faulty_disk(const faulty_disk&) = delete;
  faulty_disk& operator=(const faulty_disk&) = delete;

  [[nodiscard]] const std::string& vfs_name() const noexcept {
    return name_;
  }

  /// The change (write, truncation, sync, removal) with this number, from 1 on, fails, and no other.
  void fail_change(int number);
  /// From this change on, everything fails, and that change is torn.
  void cut_power_at(int number);
  /// From now on writes fail as on a full disk.
  void fill();

  [[nodiscard]] int changes();
  [[nodiscard]] int syncs();

  /// Once every file is closed: makes the real files what a power cut would have left of them.
  void leave_only_what_survives(std::mt19937& chance);

  /// What an operation on a file asks before it goes on; SQLite's code where it must fail.
  enum class change { write, truncate, sync, remove };
  [[nodiscard]] int before(change what);
  void opened(const std::string& file);
  void written(const std::string& file, std::int64_t offset, byte_view data);
  void truncated(const std::string& file, std::int64_t size);
  void synced(const std::string& file);
  void removed(const std::string& file);

private:
  struct pending {
    /// Nothing for a truncation.
    std::optional<bytes> data;
    std::int64_t offset = 0;
  };
  struct file_state {
    bytes safe;
    std::vector<pending> unsynced;
  };
  static void apply(bytes& to, const pending& change);

  std::mutex mutex_;
  std::string name_;
  std::map<std::string, file_state> files_;
  int changes_ = 0;
  int syncs_ = 0;
  std::optional<int> failing_;
  std::optional<int> cut_at_;
  bool full_ = false;
};

/// A data folder on that disk.
[[nodiscard]] folder_options on(const faulty_disk& disk);

} // namespace atelier::test
