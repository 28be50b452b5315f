#pragma once

#include "client/cli/script_pattern.hpp"

#include <chrono>
#include <string>
#include <variant>
#include <vector>

/// \file
/// What a line of a script says (tests/scripts/README.md). Texts may hold variables, which are replaced when the line
/// is run. `connection` is the name of a scripted client.

namespace atelier::cli::script {

struct set_variable {
  std::string name, value;
};
/// The script is passed over on other transports.
struct needs_transport {
  std::string url;
  std::vector<std::string> kinds;
};
struct pause {
  std::chrono::milliseconds length;
};
struct set_timeout {
  std::chrono::milliseconds length;
};

struct open_client {
  std::string connection, url;
  /// `hello` is left for the script to expect.
  bool raw = false;
};
struct cut {
  std::string connection;
};
struct reconnect {
  std::string connection;
  bool raw = false;
};

struct send_message {
  enum class form {
    /// Checked to be JSON before it is sent.
    json,
    text,
    /// The rest are hexadecimal.
    blocks,
    bytes,
    frame,
  };
  std::string connection;
  form what{};
  std::string body;
  /// Of `frame`, the kind as two hexadecimal digits or one letter.
  std::string kind;
};
struct draw_ops {
  std::string connection, picture, first_client_seq, ops;
};
struct move_cursor {
  std::string connection, picture, x, y;
};

struct expect_json {
  std::string connection;
  script_pattern pattern;
  /// Any message that has come or comes, not just the next.
  bool in_any_order = false;
};
/// Ops are counted one by one however the server joined them into UPDATES.
struct expect_block {
  std::string connection;
  /// UPDATES, SNAPSHOT, DURABLE or CURSOR
  std::string kind;
  /// Fields with what they must be: a number, `*`, or a variable, which is bound where it stands for nothing.
  std::vector<std::pair<std::string, std::string>> fields;
  std::string ops;
};
struct expect_nothing {
  std::string connection;
  std::chrono::milliseconds length;
};
struct expect_closed {
  std::string connection;
  /// Of the goodbye before the end; empty where any end will do.
  std::string reason;
};
/// What `<` passes over and `nothing` does not see: types of JSON messages and kinds of blocks.
struct set_ignored {
  std::string connection;
  std::vector<std::string> kinds;
  bool ignored = true;
};

struct wait_until {
  enum class mark { seq, durable, synced };
  std::string connection;
  mark what{};
  std::string picture;
  /// Empty for a sync, and for `durable` of all that has come.
  std::string seq;
};
struct same_picture {
  std::string first, second, picture;
};
struct compare_picture {
  std::string connection, picture;
  /// A PNG: a file or an http URL.
  std::string target;
};
struct check_pixel {
  std::string connection, picture, x, y, colour;
};
struct save_picture {
  std::string connection, picture, file;
};

using action =
    std::variant<set_variable, needs_transport, pause, set_timeout, open_client, cut, reconnect, send_message, draw_ops,
                 move_cursor, expect_json, expect_block, expect_nothing, expect_closed, set_ignored, wait_until,
                 same_picture, compare_picture, check_pixel, save_picture>;

struct statement {
  std::size_t line = 0;
  action what;
};

} // namespace atelier::cli::script
