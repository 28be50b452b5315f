#include "manager/web_folder.hpp"

namespace atelier {

std::filesystem::path find_web_folder(const std::filesystem::path& program,
                                      const std::filesystem::path& source_tree_page,
                                      const std::function<bool(const std::filesystem::path& folder)>& has_page) {
  auto installed = program.parent_path().parent_path() / "share" / "atelier" / "web";
  if (has_page(installed))
    return installed;
  for (auto folder = program.parent_path(); folder.has_relative_path(); folder = folder.parent_path())
    if (has_page(folder / "web"))
      return folder / "web";
  return has_page(source_tree_page) ? source_tree_page : std::filesystem::path{};
}

std::filesystem::path find_web_folder() {
  std::error_code failed;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (failed)
    return {};
  return find_web_folder(program, ATELIER_WEB_DIR, [](const std::filesystem::path& folder) {
    std::error_code missing;
    return std::filesystem::is_regular_file(folder / "index.html", missing);
  });
}

} // namespace atelier
