#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

/// What a line that a person types into a chat asks for.

namespace atelier::cli::chat {

/// Nothing but blanks.
struct nothing {};
struct say {
  std::string text;
};
struct usage {};
struct register_player {
  std::string handle;
};
struct sign_in {
  std::string handle;
};
struct who {};
struct history {
  std::size_t count = 0;
};
struct search {
  std::string query;
};
struct send_file {
  std::string path;
  /// Only if it is an image.
  bool image = false;
};
struct get_file {
  std::uint64_t message = 0;
};
struct quit {};
/// A dot command that is none, or lacks something.
struct misread {
  std::string why;
};

using line = std::variant<nothing, say, usage, register_player, sign_in, who, history, search, send_file, get_file,
                          quit, misread>;

/// A line that starts with a dot is a command, with two dots something to say that starts with one; all else is said.
[[nodiscard]] line parse_line(std::string_view text);

/// The list of dot commands, some lines.
[[nodiscard]] std::string usage_text();

} // namespace atelier::cli::chat
