#pragma once

#include "storage/file_system.hpp"

namespace atelier {

/// The real files.
class posix_file_system : public file_system {
public:
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
};

} // namespace atelier
