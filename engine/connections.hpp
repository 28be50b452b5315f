#pragma once

#include "engine/pictures/pixel_budget.hpp"
#include "protocol/ids.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace atelier {

/// What the engine knows of one connection.
struct connection {
  bool admin = false;
  /// Sessions whose broadcasts it hears.
  std::set<session_id> entered;
  /// Pictures that it views or wants to view.
  std::set<picture_id> pictures;
  /// The author of its streams that do not name a client, once it has one.
  std::optional<author_id> author;
  /// The last client that it named itself as.
  std::optional<std::string> client;
  pixel_budget budget;
};

/// All connections that are open, by id, so that whatever is sent to several goes out in one order.
using connections = std::map<connection_id, connection>;

} // namespace atelier
