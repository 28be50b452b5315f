#pragma once

#include <filesystem>
#include <functional>

namespace atelier {

/// The folder with the page: `share/atelier/web` beside the folder of an installed program, or `web` in the source tree
/// that the program lies in, or `source_tree_page`. Empty where `has_page`, which is asked for each, says no to all.
[[nodiscard]] std::filesystem::path
find_web_folder(const std::filesystem::path& program, const std::filesystem::path& source_tree_page,
                const std::function<bool(const std::filesystem::path& folder)>& has_page);

/// The same for this process and its file system.
[[nodiscard]] std::filesystem::path find_web_folder();

} // namespace atelier
