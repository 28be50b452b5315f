#pragma once

#include "protocol/bytes.hpp"
#include "protocol/frames.hpp"
#include "protocol/json_text.hpp"

#include <optional>

namespace atelier::client {

/// One whole message from the server.
struct message {
  frame_kind kind{};
  bytes body{};
  /// The body of a JSON message, once it was parsed.
  std::optional<json> value{};

  [[nodiscard]] std::string_view text() const noexcept {
    return as_text(body);
  }
};

/// Something on its way to the server.
struct outgoing {
  enum class form {
    json,
    blocks,
    /// Bytes as they are, without a frame: what no client should send, for tests of servers.
    raw,
  };
  form what{};
  bytes body{};
};

[[nodiscard]] inline outgoing json_message(std::string_view text) {
  const auto raw = as_byte_view(text);
  return {outgoing::form::json, {raw.begin(), raw.end()}};
}

[[nodiscard]] inline outgoing blocks_message(bytes blocks) {
  return {outgoing::form::blocks, std::move(blocks)};
}

} // namespace atelier::client
