#pragma once

#include "protocol/errors.hpp"

#include <string>
#include <string_view>

namespace atelier {

/// What answers a client's wish to speak WebSocket (RFC 6455, section 4.2.2), as HTTP text: 101 with the key that
/// proves it, or, where what is asked for, the version or the key is not what it must be, 426 or 400 with the reason.
struct handshake_answer {
  bool accepted = false;
  std::string text;
};

[[nodiscard]] handshake_answer answer_handshake(std::string_view upgrade, std::string_view version,
                                                std::string_view key);

/// `Sec-WebSocket-Accept` for a `Sec-WebSocket-Key`.
[[nodiscard]] std::string websocket_accept(std::string_view key);

} // namespace atelier
