#pragma once

#include "client/fault.hpp"
#include "protocol/json_text.hpp"

#include <cstdint>
#include <string_view>
#include <variant>

namespace atelier::client {

/// The response to a command: its result, or the server's error as a fault of kind `refused`.
struct response {
  std::int64_t id = 0;
  outcome<json> what;
};

/// The first message of a server.
struct greeting {
  json what;
};

/// The server says why it will close.
struct farewell {
  fault why;
};

/// A message for whoever receives: a broadcast, a message of a stream, an error that belongs to no command.
struct delivery {
  json what;
};

using routed = std::variant<response, greeting, farewell, delivery>;

/// Says what a JSON message of the server is for; `broken_contract` where it is none of the contract.
[[nodiscard]] outcome<routed> route(std::string_view text);

/// The server's `{"code":…,"message":…}` as a fault of kind `refused`.
[[nodiscard]] fault refusal(const json& error);

/// Whether a greeting is one of this protocol version.
[[nodiscard]] outcome<void> check_greeting(const json& hello);

} // namespace atelier::client
