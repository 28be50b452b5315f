#pragma once

#include "client/cli/chat_view.hpp"
#include "protocol/json_text.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace atelier::cli::play {

/// Who follows a game, and how long to wait for a server that is away.
struct follower_settings {
  /// An id or a name.
  std::string session;
  /// The arguments of `sign_in`; null for somebody who only looks on.
  json credentials;
  /// Makes it the session that the player plays in.
  bool joins = false;
  /// Shows how the game stands and leaves.
  bool once = false;
  /// A person at a terminal.
  bool interactive = false;
  /// Goes on after the end of input.
  bool follow = false;
  /// How long the server may be away; for ever where there is none.
  std::optional<std::chrono::milliseconds> retry_max;
  /// Of what is said; events are shown likewise.
  chat::view_style style;
  /// The beginning of all keys, unlike that of any other run.
  std::string key_prefix;
  /// From 0 to 1.
  std::function<double()> random;
};

} // namespace atelier::cli::play
