#pragma once

#include "bench/load/dialect.hpp"

namespace atelier::bench {

/// Engine.IO 4 and Socket.IO 5 over a WebSocket. A raw op (raw_op.hpp) is an event with a binary attachment, so a text
/// message and a binary one:
///
///     ← 0{…}     → 40     ← 40{…}   joined
///     ↔ 451-["op",{"_placeholder":true,"num":0}]   op
///     ← 2        → 3
class socketio_dialect final : public dialect {
public:
  explicit socketio_dialect(std::uint32_t sender) noexcept : sender_{sender} {}

  [[nodiscard]] std::string_view target() const override {
    return "/socket.io/?EIO=4&transport=websocket";
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
  void take_text(std::string_view text, bytes& out);

  std::uint32_t sender_;
  bool joined_ = false;
  /// An event has been announced whose attachment comes next.
  bool attachment_next_ = false;
};

} // namespace atelier::bench
