#pragma once

#include "io_actors/http_answer.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace atelier {

/// Answers with a file of the page: `path` (of a `file_route`) below `folder`, or 404; a link that leads out of the
/// folder is not followed. Browsers get 304 where `if_none_match` holds the file's `ETag`. Reads the file on the
/// calling thread.
[[nodiscard]] http_answer file_answer(const std::filesystem::path& folder, const std::string& path,
                                      std::string_view if_none_match);

/// By the name's extension; `application/octet-stream` where it is not known.
[[nodiscard]] std::string content_type_of(std::string_view path);

} // namespace atelier
