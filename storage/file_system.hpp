#pragma once

#include "protocol/bytes.hpp"
#include "protocol/errors.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace atelier {

/// The one door to the operating system's files, but for SQLite's own, so that tests can stand in for it. Any thread.
/// Failures are `storage_failure` with the path and the system's reason.
class file_system {
public:
  using path = std::filesystem::path;

  virtual ~file_system() = default;

  [[nodiscard]] virtual result<bytes> read(const path& file) = 0;

  /// What lies at `offset` and behind it, `bytes_max` at most; fewer only at the file's end.
  [[nodiscard]] virtual result<bytes> read_part(const path& file, std::uint64_t offset, std::size_t bytes_max) = 0;

  struct file_info {
    std::uint64_t bytes = 0;
    std::chrono::system_clock::time_point changed_at{};
  };
  /// Nothing where there is no such file.
  [[nodiscard]] virtual result<std::optional<file_info>> look(const path& file) = 0;

  /// Makes one folder for its owner alone (0700); true where it was not there before.
  [[nodiscard]] virtual result<bool> create_folder(const path& folder) = 0;

  /// Writes a new file, or over an old one, and returns after its content is on disk; its name need not be yet.
  [[nodiscard]] virtual result<void> write(const path& file, byte_view content) = 0;

  /// Adds to the end of a file, or makes it. Not on disk before `sync`; after a failure a part of `more` may be there.
  [[nodiscard]] virtual result<void> append(const path& file, byte_view more) = 0;

  /// Returns after the content of a file is on disk.
  [[nodiscard]] virtual result<void> sync(const path& file) = 0;

  /// Gives a file another name, in place of whatever had it.
  [[nodiscard]] virtual result<void> rename(const path& from, const path& to) = 0;

  /// Returns after the names in a folder are on disk.
  [[nodiscard]] virtual result<void> sync_folder(const path& folder) = 0;

  /// Removes a file or an empty folder; nothing happens where there is none.
  [[nodiscard]] virtual result<void> remove(const path& what) = 0;

  struct entry {
    std::string name;
    bool folder = false;
  };
  /// What lies in a folder, in no order.
  [[nodiscard]] virtual result<std::vector<entry>> list(const path& folder) = 0;
};

} // namespace atelier
