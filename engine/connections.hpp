#pragma once

#include "engine/pictures/pixel_budget.hpp"
#include "protocol/chat.hpp"
#include "protocol/client_messages.hpp"
#include "protocol/ids.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace atelier {

/// What a stream of texts is of.
using text_key = std::pair<text_kind, session_id>;

/// What the engine knows of one connection.
struct connection {
  bool admin = false;
  pixel_budget budget;
  /// Who is signed in; 0 where nobody is.
  player_id player{};
  author_identity identity = author_identity::anonymous;
  /// Of the token that it was given or came with; empty without one.
  std::string token_hash{};
  /// When that token ends, and with it what the connection is signed in as.
  std::optional<std::chrono::system_clock::time_point> token_expires{};
  /// Sessions whose broadcasts it hears.
  std::set<session_id> entered{};
  /// Pictures that it views or wants to view.
  std::set<picture_id> pictures{};
  /// Its streams of texts, by their mux.
  std::map<mux_id, text_key> texts{};
  /// The author of its streams that do not name a client, once it has one.
  std::optional<author_id> author{};
  /// The last client that it named itself as.
  std::optional<std::string> client{};
};

/// All connections that are open, by id, so that whatever is sent to several goes out in one order.
using connections = std::map<connection_id, connection>;

} // namespace atelier
