#pragma once

#include "protocol/errors.hpp"

#include <string>
#include <string_view>

namespace atelier {

/// The address of another server.
struct websocket_url {
  /// A name or a number; an IPv6 number without its brackets.
  std::string host{};
  std::string port{};
  std::string path{};
  friend bool operator==(const websocket_url&, const websocket_url&) = default;
};

/// Reads `ws://HOST:PORT/ws`; the path may be left out. Fails with `bad_data`, which says what is wrong.
[[nodiscard]] result<websocket_url> read_websocket_url(std::string_view text);

/// `HOST:PORT` as in a `Host` field, IPv6 in brackets.
[[nodiscard]] std::string authority_of(const websocket_url& where);

/// The URL with its path: the same text for the same address.
[[nodiscard]] std::string to_string(const websocket_url& where);

} // namespace atelier
