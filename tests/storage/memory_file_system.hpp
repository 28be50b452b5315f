#pragma once

#include "storage/file_system.hpp"

#include <map>
#include <optional>

namespace atelier::test {

/// Files in memory that know what a power cut would leave of them: content is safe once it was written through `write`,
/// a name once its folder was synced. Any one call can be made to fail. One thread.
class memory_file_system final : public file_system {
public:
  /// The call with this number, from 1 on, fails, and has done half its work where it can.
  std::optional<int> failing_call;

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

  result<bytes> read(const path& file) override;
  result<bool> create_folder(const path& folder) override;
  result<void> write(const path& file, byte_view content) override;
  result<void> rename(const path& from, const path& to) override;
  result<void> sync_folder(const path& folder) override;
  result<void> remove(const path& what) override;
  result<std::vector<entry>> list(const path& folder) override;

private:
  struct node {
    bool folder = false;
    bytes content;
  };
  using names = std::map<std::string, node>;

  [[nodiscard]] bool fails();

  names now_;
  names safe_;
  int calls_ = 0;
};

} // namespace atelier::test
