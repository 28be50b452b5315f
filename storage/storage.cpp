#include "storage/storage.hpp"

#include "storage/sqlite_folder.hpp"

namespace atelier {

tl::expected<std::unique_ptr<data_folder>, open_error> data_folder::open(const std::filesystem::path& path,
                                                                         wall_time now) {
  return sqlite_folder::open(path, now);
}

} // namespace atelier
