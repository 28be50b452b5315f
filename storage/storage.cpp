#include "storage/storage.hpp"

#include "storage/sqlite_folder.hpp"

namespace atelier {

tl::expected<std::unique_ptr<data_folder>, open_error>
data_folder::open(const std::filesystem::path& path, wall_time now, std::optional<std::uint32_t> srv_id) {
  folder_options options;
  options.srv_id = srv_id;
  return sqlite_folder::open(path, now, options);
}

} // namespace atelier
