#pragma once

#include "protocol/bytes.hpp"

/// \file
/// The HTTP request and answer with which a WebSocket begins (RFC 6455, section 4), as text.

namespace atelier::bench {

/// Bytes of an HTTP head up to and with its empty line; 0 where that has not come yet.
[[nodiscard]] std::size_t head_size(std::string_view text) noexcept;

/// The value of a header, without blanks around it; `name` in lower case. Empty where there is none.
[[nodiscard]] std::string_view header_value(std::string_view head, std::string_view name) noexcept;

/// The `Sec-WebSocket-Accept` that answers a `Sec-WebSocket-Key`.
[[nodiscard]] std::string accept_key(std::string_view key);

/// A client's request for `target`.
[[nodiscard]] std::string upgrade_request(std::string_view target, std::uint16_t port);

/// Whether this head answers `upgrade_request` with a WebSocket.
[[nodiscard]] bool accepts_upgrade(std::string_view head);

/// A server's answer to a request with this key.
[[nodiscard]] std::string upgrade_answer(std::string_view key);

} // namespace atelier::bench
