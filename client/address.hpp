#pragma once

#include "client/fault.hpp"

#include <string>
#include <string_view>

namespace atelier::client {

enum class transport_kind { unix_socket, tcp, websocket };

/// Where a server listens.
struct address {
  transport_kind kind{};
  /// The socket's file, or the path of the WebSocket.
  std::string path{};
  /// A name or a number; an IPv6 number without its brackets.
  std::string host{};
  std::string port{};
  friend bool operator==(const address&, const address&) = default;
};

/// Reads `unix:PATH`, `tcp:HOST:PORT` or `ws://HOST:PORT/ws` (the path may be left out); `misuse` names what is wrong.
[[nodiscard]] outcome<address> parse_address(std::string_view url);

/// The URL that `parse_address` reads.
[[nodiscard]] std::string to_url(const address& where);

/// `HOST:PORT` as in a `Host` field, IPv6 in brackets.
[[nodiscard]] std::string authority_of(const address& where);

} // namespace atelier::client
