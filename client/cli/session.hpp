#pragma once

#include "client/connection.hpp"

#include <functional>
#include <string>

namespace atelier::cli {

/// What all commands of the command line share.
struct settings {
  std::string url;
  /// Results as JSON, one value a line.
  bool json = false;
  /// No progress, no remarks.
  bool quiet = false;
};

/// Writes one line to stderr and gives the exit code that fits.
int report(const client::fault& why);

/// Shows what a command came to and gives the exit code: reports a fault, prints the answer where JSON is wanted, and
/// else leaves it to `in_words`.
int show_outcome(const settings& how, const client::outcome<json>& answer,
                 const std::function<int(const json&)>& in_words);

/// Sends a command and waits for its result; Ctrl-C ends the wait as `lost`.
[[nodiscard]] client::outcome<json> ask(const client::sender& to, command what);
[[nodiscard]] client::outcome<json> ask(const client::sender& to, std::string action, json args = json::object());

/// Connects for commands alone, sends one and gives its result.
[[nodiscard]] client::outcome<json> ask_once(const settings& how, std::string action, json args = json::object());

/// A random UUID (RFC 4122, version 4).
[[nodiscard]] std::string random_uuid();

} // namespace atelier::cli
