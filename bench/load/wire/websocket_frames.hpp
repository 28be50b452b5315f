#pragma once

#include "protocol/bytes.hpp"

#include <array>
#include <optional>

/// \file
/// Frames of a WebSocket (RFC 6455, section 5.2), without extensions:
///
///     frame := u1 last  u3 zero  u4 opcode   u1 masked  u7 length   [u16 or u64 length, big-endian]   [u8[4] key]
///              payload, each byte xor key[i mod 4] where masked

namespace atelier::bench {

enum class websocket_opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

inline constexpr std::size_t websocket_header_bytes_max = 14;

struct websocket_frame {
  websocket_opcode opcode{};
  /// The last frame of its message.
  bool last = true;
  /// Lies in the buffer that was parsed.
  std::span<std::byte> payload;
};

struct websocket_header {
  websocket_opcode opcode{};
  bool last = true;
  bool masked = false;
  std::array<std::byte, 4> key{};
  std::size_t header_bytes = 0;
  std::uint64_t payload_bytes = 0;

  [[nodiscard]] std::uint64_t frame_bytes() const noexcept {
    return header_bytes + payload_bytes;
  }
};

/// Reads the header at the front; nothing where more bytes are needed. Throws std::runtime_error where an extension's
/// bits are set.
[[nodiscard]] std::optional<websocket_header> read_websocket_header(byte_view from);

/// Takes the mask off, or puts it on.
void apply_mask(std::span<std::byte> payload, const std::array<std::byte, 4>& key) noexcept;

/// Clients must mask (section 5.1); the key of four zeros changes nothing and costs nothing.
enum class masking { none, zero_key };

/// Writes the header of an unfragmented frame to `to`, which has room for it, and gives its size.
std::size_t write_websocket_header(std::span<std::byte, websocket_header_bytes_max> to, websocket_opcode opcode,
                                   std::size_t payload_bytes, masking how) noexcept;

/// Appends the header of an unfragmented frame.
void append_websocket_header(bytes& to, websocket_opcode opcode, std::size_t payload_bytes, masking how);

/// Appends an unfragmented frame.
void append_websocket_frame(bytes& to, websocket_opcode opcode, byte_view payload, masking how);

} // namespace atelier::bench
