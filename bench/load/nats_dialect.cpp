#include "bench/load/nats_dialect.hpp"

#include "bench/load/raw_op.hpp"

#include <algorithm>
#include <stdexcept>

namespace atelier::bench {

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view message_line = "MSG room 1 16\r\n";
constexpr std::string_view publish_line = "PUB room 16\r\n";
/// An op and the end of line after it.
constexpr std::size_t payload_bytes = raw_op_bytes + line_end.size();

void append_text(bytes& to, std::string_view text) {
  append_websocket_frame(to, websocket_opcode::binary, as_byte_view(text), masking::zero_key);
}

} // namespace

void nats_dialect::greet(bytes& out) {
  append_text(out, "CONNECT {\"verbose\":false,\"pedantic\":false,\"echo\":true,\"lang\":\"C++\",\"version\":\"1\","
                   "\"protocol\":1}\r\nSUB room 1\r\nPING\r\n");
}

void nats_dialect::receive(const websocket_frame& frame, op_tally& tally, bytes& out) {
  const byte_view more = frame.payload;
  if (kept_.empty()) {
    const auto taken = take(more, tally, out);
    kept_.assign(more.begin() + static_cast<std::ptrdiff_t>(taken), more.end());
  } else {
    append(kept_, more);
    const auto taken = take(kept_, tally, out);
    kept_.erase(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(taken));
  }
}

std::size_t nats_dialect::take(byte_view stream, op_tally& tally, bytes& out) {
  std::size_t at = 0;
  for (;;) {
    const auto rest = as_text(stream.subspan(at));
    if (rest.starts_with(message_line)) {
      if (rest.size() < message_line.size() + payload_bytes)
        return at;
      const auto op = read_raw_op(stream, at + message_line.size());
      tally.take(1, [op](std::size_t) { return op; });
      at += message_line.size() + payload_bytes;
      continue;
    }
    const auto end = rest.find(line_end);
    if (end == std::string_view::npos)
      return at;
    take_line(rest.substr(0, end), out);
    at += end + line_end.size();
  }
}

void nats_dialect::take_line(std::string_view line, bytes& out) {
  if (line == "PING")
    append_text(out, "PONG\r\n");
  else if (line == "PONG")
    joined_ = true;
  else if (!line.starts_with("INFO ") && line != "+OK")
    throw std::runtime_error{"nats-server said " + std::string{line}};
}

void nats_dialect::append_ops(bytes& out, std::uint32_t first_counter, std::uint32_t count) const {
  std::array<std::byte, publish_line.size() + payload_bytes> message;
  const auto text = std::span{message};
  std::ranges::copy(as_byte_view(publish_line), message.begin());
  std::ranges::copy(as_byte_view(line_end), text.last<line_end.size()>().begin());
  for (std::uint32_t i = 0; i < count; ++i) {
    write_raw_op(text.subspan<publish_line.size(), raw_op_bytes>(), {sender_, first_counter + i});
    append_websocket_frame(out, websocket_opcode::binary, message, masking::zero_key);
  }
}

} // namespace atelier::bench
