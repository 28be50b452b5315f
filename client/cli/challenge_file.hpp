#pragma once

#include "client/fault.hpp"
#include "protocol/json_text.hpp"

#include <string>
#include <string_view>

namespace atelier::cli {

/// What `import_challenges` needs of a file with this name and content: `.json` with a list of challenges, or with an
/// object that has it as `challenges`, or `.csv`. `misuse` for another name, for JSON that is neither, and for what
/// is too large for one command.
[[nodiscard]] client::outcome<json> to_import(const std::string& name, std::string_view content);

} // namespace atelier::cli
