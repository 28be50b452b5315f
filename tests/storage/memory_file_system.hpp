#pragma once

#include "storage/file_system.hpp"

#include <map>
#include <optional>

namespace atelier::test {

/// Files in memory that know what a power cut would leave of them: content is safe once it was written through `write`
/// or synced, a name once its folder was synced. Any one call can be made to fail. One thread.
class memory_file_system final : public file_system {
public:
  /// The call with this number, from 1 on, fails, and has done half its work where it can.
  std::optional<int> failing_call;
  /// What all files may take together; past it writes fail as on a full disk, having written what fits.
  std::optional<std::size_t> bytes_max;
  /// When files that are written now were changed.
  std::chrono::system_clock::time_point now{};

  [[nodiscard]] int calls() const noexcept {
    return calls_;
  }

  /// Every name that was not synced is as it was at its folder's last sync.
  void cut_power();

  /// Puts a file there, safe.
  void put(const path& file, byte_view content);
  [[nodiscard]] bool exists(const path& what) const {
    return now_.contains(what.string());
  }
  /// Whatever lies below a folder, at any depth.
  [[nodiscard]] std::vector<std::string> below(const path& folder) const;

  result<bytes> read(const path& file) override;
  result<bytes> read_part(const path& file, std::uint64_t offset, std::size_t bytes_max) override;
  result<std::optional<file_info>> look(const path& file) override;
  result<bool> create_folder(const path& folder) override;
  result<void> write(const path& file, byte_view content) override;
  result<void> append(const path& file, byte_view more) override;
  result<void> sync(const path& file) override;
  result<void> rename(const path& from, const path& to) override;
  result<void> sync_folder(const path& folder) override;
  result<void> remove(const path& what) override;
  result<std::vector<entry>> list(const path& folder) override;

private:
  struct node {
    bool folder = false;
    bytes content;
    /// How much of it is on disk.
    std::size_t safe_bytes = 0;
    std::chrono::system_clock::time_point changed_at{};
  };
  using names = std::map<std::string, node>;

  [[nodiscard]] bool fails();
  /// How much of `more` fits on the disk.
  [[nodiscard]] std::size_t room_for(byte_view more) const;
  void make_safe(const path& file);

  names now_;
  names safe_;
  int calls_ = 0;
};

} // namespace atelier::test
