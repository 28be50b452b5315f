#pragma once

#include "bench/load/dialect.hpp"

namespace atelier::bench {

/// The client protocol of NATS, a stream of bytes that WebSocket frames cut anywhere. One raw op (raw_op.hpp) is one
/// published message:
///
///     ← INFO {…}\r\n                                     → CONNECT {…}\r\n  SUB room 1\r\n  PING\r\n
///     ← PONG\r\n        joined                           → PUB room 16\r\n  op  \r\n
///     ← MSG room 1 16\r\n  op  \r\n                       ← PING\r\n  → PONG\r\n
class nats_dialect final : public dialect {
public:
  explicit nats_dialect(std::uint32_t sender) noexcept : sender_{sender} {}

  [[nodiscard]] std::string_view target() const override {
    return "/";
  }
  void greet(bytes& out) override;
  void receive(const websocket_frame& frame, op_tally& tally, bytes& out) override;
  [[nodiscard]] bool joined() const override {
    return joined_;
  }
  [[nodiscard]] std::uint32_t sender() const override {
    return sender_;
  }
  void append_ops(bytes& out, std::uint32_t first_counter, std::uint32_t count) const override;

private:
  /// Takes what is whole, and gives how many bytes that was.
  [[nodiscard]] std::size_t take(byte_view stream, op_tally& tally, bytes& out);
  void take_line(std::string_view line, bytes& out);

  std::uint32_t sender_;
  bool joined_ = false;
  /// A line or message that has not come to its end.
  bytes kept_;
};

} // namespace atelier::bench
