#pragma once

#include "protocol/limits.hpp"

#include <optional>
#include <string>

namespace CLI { // NOLINT(readability-identifier-naming): the library's own
class App;
}

namespace atelier {

/// Adds the limits that an operator may set to a command line; each has a range. `bounds` must outlive the parsing.
void add_limit_options(CLI::App& app, limits& bounds);

/// What is wrong between limits that are each in range, as one line that names the options and their values.
[[nodiscard]] std::optional<std::string> contradiction_in(const limits& bounds);

} // namespace atelier
