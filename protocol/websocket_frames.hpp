#pragma once

#include "protocol/bytes.hpp"
#include "protocol/errors.hpp"

#include <optional>

/// \file
/// WebSocket frames as a server reads and writes them (RFC 6455, section 5.2), integers big-endian:
///
///     frame  := u8 head  u8 size  [u16 length | u64 length]  [u32 mask]  payload
///     head   := fin (bit 7), three bits that are 0, opcode (bits 0–3)
///     size   := masked (bit 7), length up to 125, or 126: a u16 follows, or 127: a u64 follows
///
/// A client's frames are masked, a server's are not. A message is one frame, or several of which the last has `fin`;
/// control frames (close, ping, pong) may come between them.

namespace atelier {

enum class websocket_opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

struct websocket_message {
  /// Never `continuation`.
  websocket_opcode kind{};
  byte_view body;
};

/// What stands before the payload of a whole, unmasked message.
void append_websocket_header(bytes& to, websocket_opcode kind, std::size_t body_bytes);

/// A control frame; `body` has 125 bytes at most.
[[nodiscard]] bytes websocket_control(websocket_opcode kind, byte_view body);
/// A close frame with its code (RFC 6455, section 7.4).
[[nodiscard]] bytes websocket_close(std::uint16_t code);

/// Cuts a client's bytes into messages: unmasks in place and joins fragments. Not thread-safe; holds at most one
/// message and what one read brought, and lets go of a large message's memory once that is dealt with.
class websocket_decoder {
public:
  explicit websocket_decoder(std::size_t message_bytes_max) : message_bytes_max_{message_bytes_max} {}

  /// Takes over what a read brought; passed over once `next` failed.
  void feed(byte_view more);

  /// The next message or control frame, valid until the next call of `feed` or `next`; nothing where more bytes are
  /// needed. Fails for good: `frame_too_large`, judged by a header alone, or `malformed`.
  [[nodiscard]] result<std::optional<websocket_message>> next();

  /// Bytes held that are not yet part of a returned message.
  [[nodiscard]] std::size_t pending() const noexcept {
    return buffer_.size() - start_ + message_.size();
  }

private:
  struct header;
  [[nodiscard]] std::optional<header> read_header() const;
  [[nodiscard]] std::optional<error> wrong_with(const header& what) const;
  void release();
  [[nodiscard]] tl::unexpected<error> refuse(error why);

  std::size_t message_bytes_max_;
  bytes buffer_;
  std::size_t start_ = 0;
  /// The fragments of a message so far, and what it is.
  bytes message_;
  std::optional<websocket_opcode> fragmented_;
  /// `message_` was returned and is to be dropped.
  bool is_returned_ = false;
  std::optional<error> refused_;
};

} // namespace atelier
