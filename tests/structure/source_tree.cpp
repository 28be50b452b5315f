#include "tests/structure/source_tree.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace atelier::structure {

namespace fs = std::filesystem;

namespace {

bool is_ours(const fs::path& folder) {
  const auto name = folder.filename().string();
  return !name.starts_with('.') && name != "build" && name != "node_modules";
}

std::string read_file(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  if (!in)
    throw std::runtime_error{"cannot read " + file.string()};
  return text;
}

} // namespace

source_tree read_source_tree(const fs::path& root) {
  source_tree files;
  for (fs::recursive_directory_iterator it{root}, end; it != end; ++it) {
    const auto& path = it->path();
    if (it->is_directory()) {
      if (!is_ours(path))
        it.disable_recursion_pending();
    } else if (path.extension() == ".hpp" || path.extension() == ".cpp" || path.extension() == ".ipp") {
      files.emplace(path.lexically_relative(root).generic_string(), read_file(path));
    }
  }
  return files;
}

} // namespace atelier::structure
