#pragma once

#include "engine/connections.hpp"
#include "protocol/errors.hpp"

#include <optional>
#include <string_view>

namespace atelier {

/// Who may ask an action; the table of actions names one for each (protocol/README.md, "All actions").
enum class right {
  /// Everybody who is connected.
  all,
  /// Whoever is signed in, for what is their own: their player, their messages, the sessions that they made.
  /// Admins for everything.
  own,
  /// Whoever owns the Unix socket.
  admin,
};

[[nodiscard]] constexpr std::string_view name_of(right which) noexcept {
  switch (which) {
  case right::all:
    return "all";
  case right::own:
    return "own";
  case right::admin:
    break;
  }
  return "admin";
}

/// Why this connection may not ask an action with that right at all; whether a thing is its own is seen later.
[[nodiscard]] inline std::optional<error> refused_by(right needed, const connection& client, std::string_view action) {
  if (client.admin || needed == right::all)
    return std::nullopt;
  if (needed == right::admin)
    return error{errc::forbidden, std::string{action} + " is only allowed over the server's Unix socket"};
  if (client.player == player_id{})
    return error{errc::unauthorized, std::string{action} + " is for those who are signed in; sign_in comes first"};
  return std::nullopt;
}

} // namespace atelier
