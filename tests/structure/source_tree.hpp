#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace atelier::structure {

/// The text of each C++ file by its path from the project's root, such as `engine/engine.hpp`.
using source_tree = std::map<std::string, std::string>;

/// Reads all C++ files below the folders of `root` that hold the project's own code: not `build`, not hidden folders,
/// not what npm installed. Throws std::runtime_error, which names the file, where one can't be read.
[[nodiscard]] source_tree read_source_tree(const std::filesystem::path& root);

} // namespace atelier::structure
