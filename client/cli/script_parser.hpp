#pragma once

#include "client/cli/script_statement.hpp"

namespace atelier::cli::script {

/// A script that cannot be run.
struct parse_error {
  std::size_t line = 0;
  std::string message;
};

/// Reads a whole script (tests/scripts/README.md); nothing of it is run. Clients must be opened before they are named,
/// and what holds no variable is checked to its end.
[[nodiscard]] tl::expected<std::vector<statement>, parse_error> parse_script(std::string_view text);

/// A line as the parser sees it: comments gone, continuations joined.
struct source_line {
  std::size_t line = 0;
  std::string text;
};
[[nodiscard]] std::vector<source_line> lines_of(std::string_view text);

} // namespace atelier::cli::script
