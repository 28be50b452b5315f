#pragma once

#include "protocol/json_text.hpp"

#include <string>
#include <string_view>
#include <variant>

/// What a line that is typed into a game asks for.

namespace atelier::cli::play {

/// Nothing but blanks.
struct nothing {};
/// To be said in the session's chat, which is a guess in `guess`.
struct say {
  std::string text;
};
/// An action of the session, with its arguments.
struct act {
  std::string action;
  json arguments;
};
struct show_state {};
struct usage {};
struct quit {};
/// An action that can't be read.
struct misread {
  std::string why;
};

using line = std::variant<nothing, say, act, show_state, usage, quit, misread>;

/// `/ACTION NAME=VALUE…` is an action, `//…` says something that begins with a stroke, and all else is said.
[[nodiscard]] line parse_line(std::string_view text);

/// Some lines about what can be typed.
[[nodiscard]] std::string usage_text();

} // namespace atelier::cli::play
