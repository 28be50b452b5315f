#pragma once

#include "protocol/records.hpp"
#include "storage/file_system.hpp"

#include <memory>
#include <mutex>

namespace atelier {

/// The snapshot store on disk: `<root>/<folder>/<epoch>-<seq>.png`, each file wholly there or not at all. Any thread.
class snapshot_files {
public:
  snapshot_files(std::filesystem::path root, std::shared_ptr<file_system> files)
      : root_{std::move(root)}, files_{std::move(files)} {}

  /// Returns after the file and its name are on disk. `file` is `<folder>/<name>`, with nothing in it but letters,
  /// digits, `_`, `.` and `-`; anything else is `bad_data`. After a failure the file may or may not be there,
  /// and is whole if it is.
  [[nodiscard]] result<void> write(const std::string& file, byte_view png);
  [[nodiscard]] result<bytes> read(const std::string& file) const;

  /// Removes the file, and its folder where that was the last in it. What can't be removed is left to `sweep`.
  void remove(const std::string& file) noexcept;

  /// The folders that there are, in no order.
  [[nodiscard]] result<std::vector<std::string>> folders() const;

  /// Removes the snapshots in a folder whose epoch lies below `below` and that `is_named` does not know, finished or
  /// not, and the folder where nothing is left in it. Others may write at the same time, as their epoch is not below.
  /// Returns how many it removed.
  result<std::size_t> sweep(const std::string& folder, epoch_t below,
                            const std::function<bool(const std::string& file)>& is_named);

private:
  [[nodiscard]] result<void> place(const std::filesystem::path& target, byte_view png);

  std::filesystem::path root_;
  std::shared_ptr<file_system> files_;
  /// A folder must not be removed as empty between its making and the first file in it.
  std::mutex folders_;
};

} // namespace atelier
