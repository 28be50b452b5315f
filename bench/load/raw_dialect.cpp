#include "bench/load/raw_dialect.hpp"

#include "bench/load/raw_op.hpp"

#include <stdexcept>

namespace atelier::bench {

void raw_dialect::greet(bytes&) {
  joined_ = true;
}

void raw_dialect::receive(const websocket_frame& frame, op_tally& tally, bytes&) {
  const byte_view ops = frame.payload;
  if (frame.opcode != websocket_opcode::binary || !frame.last || ops.size() % raw_op_bytes != 0)
    throw std::runtime_error{"the server sent a frame that is no binary message of ops of 16 bytes"};
  tally.take(ops.size() / raw_op_bytes, [ops](std::size_t i) { return read_raw_op(ops, i * raw_op_bytes); });
}

void raw_dialect::append_ops(bytes& out, std::uint32_t first_counter, std::uint32_t count) const {
  std::array<std::byte, raw_op_bytes> op;
  for (std::uint32_t i = 0; i < count; ++i) {
    write_raw_op(op, {sender_, first_counter + i});
    append_websocket_frame(out, websocket_opcode::binary, op, masking::zero_key);
  }
}

} // namespace atelier::bench
