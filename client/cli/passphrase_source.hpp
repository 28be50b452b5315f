#pragma once

#include "client/fault.hpp"

#include <string>

namespace atelier::cli {

/// A passphrase: the first line of `file` where one is named (`-` is stdin), else the variable ATELIER_PASSPHRASE, else
/// what a person types at the terminal, which does not show it. Blocks while they type. `misuse` where there is none of
/// these.
[[nodiscard]] client::outcome<std::string> read_passphrase(const std::string& file, const std::string& prompt);

} // namespace atelier::cli
