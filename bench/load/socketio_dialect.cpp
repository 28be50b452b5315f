#include "bench/load/socketio_dialect.hpp"

#include "bench/load/raw_op.hpp"

#include <stdexcept>
#include <utility>

namespace atelier::bench {

namespace {

constexpr std::string_view open_packet = "0";
constexpr std::string_view ping_packet = "2";
constexpr std::string_view pong_packet = "3";
constexpr std::string_view connect_packet = "40";
constexpr std::string_view event_packet = R"(451-["op",{"_placeholder":true,"num":0}])";

void append_text(bytes& to, std::string_view text) {
  append_websocket_frame(to, websocket_opcode::text, as_byte_view(text), masking::zero_key);
}

} // namespace

void socketio_dialect::greet(bytes& out) {
  append_text(out, connect_packet);
}

void socketio_dialect::receive(const websocket_frame& frame, op_tally& tally, bytes& out) {
  if (!frame.last)
    throw std::runtime_error{"the server sent a message in several frames"};
  if (frame.opcode == websocket_opcode::text)
    return take_text(as_text(frame.payload), out);
  if (!std::exchange(attachment_next_, false) || frame.payload.size() != raw_op_bytes)
    throw std::runtime_error{"the server sent a binary message that is no op"};
  const auto op = read_raw_op(frame.payload, 0);
  tally.take(1, [op](std::size_t) { return op; });
}

void socketio_dialect::take_text(std::string_view text, bytes& out) {
  if (text == event_packet)
    attachment_next_ = true;
  else if (text == ping_packet)
    append_text(out, pong_packet);
  else if (text.starts_with(connect_packet))
    joined_ = true;
  else if (!text.starts_with(open_packet))
    throw std::runtime_error{"socket.io said " + std::string{text}};
}

void socketio_dialect::append_ops(bytes& out, std::uint32_t first_counter, std::uint32_t count) const {
  std::array<std::byte, raw_op_bytes> op;
  for (std::uint32_t i = 0; i < count; ++i) {
    append_text(out, event_packet);
    write_raw_op(op, {sender_, first_counter + i});
    append_websocket_frame(out, websocket_opcode::binary, op, masking::zero_key);
  }
}

} // namespace atelier::bench
