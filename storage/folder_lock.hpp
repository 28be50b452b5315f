#pragma once

#include "storage/file_descriptor.hpp"
#include "storage/storage.hpp"

namespace atelier {

/// Holds a data folder for this process alone, by flock on a file that names the holder's process id. The kernel lets
/// go of it when the process ends, however it ends.
class folder_lock {
public:
  /// Fails with `in_use` where another process, or another object of this one, holds it, and with `not_writable`.
  [[nodiscard]] static tl::expected<folder_lock, open_error> take(const std::filesystem::path& file);

private:
  explicit folder_lock(file_descriptor held) noexcept : held_{std::move(held)} {}

  file_descriptor held_;
};

} // namespace atelier
