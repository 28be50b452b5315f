#pragma once

#include "client/cli/chat_view.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace atelier::cli::chat {

/// Who speaks in a chat, and how long to wait for a server that is away.
struct conversation_settings {
  /// An id or a name.
  std::string session;
  /// A person at a terminal, with dot commands; otherwise every line is said as it is.
  bool interactive = false;
  /// Goes on after the end of input.
  bool follow = false;
  /// How long the server may be away; for ever where there is none.
  std::optional<std::chrono::milliseconds> retry_max;
  view_style style;
  /// The beginning of all keys, unlike that of any other run.
  std::string key_prefix;
  /// From 0 to 1.
  std::function<double()> random;
};

} // namespace atelier::cli::chat
