#include "bench/load/atelier_dialect.hpp"

#include "bench/load/pixel.hpp"
#include "protocol/json_text.hpp"
#include "protocol/packed.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace atelier::bench {

namespace {

constexpr std::size_t pixel_bytes = op_fixed_bytes[static_cast<std::size_t>(op_code::pixel)];
constexpr auto pixel_code = static_cast<std::uint8_t>(op_code::pixel);
constexpr std::size_t draw_header_bytes = block_header_bytes + sizeof(client_seq_t);

template <class T>
T value_of(result<T> read) {
  if (!read)
    throw std::runtime_error{"the server sent a bad message: " + read.error().message};
  return *std::move(read);
}

} // namespace

void atelier_dialect::greet(bytes& out) {
  const auto text = to_text({{"type", "subscribe"}, {"mux_id", 1}, {"picture", picture_.value}});
  append_websocket_frame(out, websocket_opcode::text, as_byte_view(text), masking::zero_key);
}

void atelier_dialect::receive(const websocket_frame& frame, op_tally& tally, bytes&) {
  if (!frame.last)
    throw std::runtime_error{"the server sent a message in several frames"};
  if (frame.opcode == websocket_opcode::text)
    return take_text(as_text(frame.payload));
  for (byte_view rest = frame.payload; !rest.empty();) {
    const auto next = value_of(take_block(rest));
    if (next.kind == block_kind::updates)
      take_updates(next.payload, tally);
    else if (next.kind == block_kind::snapshot)
      take_snapshot(next.payload);
    else if (next.kind == block_kind::durable && watcher_)
      watcher_->durable(value_of(read_durable(next.payload)));
  }
}

void atelier_dialect::take_text(std::string_view text) {
  // With many viewers this is by far the longest message and the most frequent.
  if (text.find(R"("type":"presence")") != std::string_view::npos)
    return;
  const auto message = value_of(parse_json(text));
  const auto type = message.value("type", "");
  if (type == "sync")
    author_ = author_id{message.at("author").get<std::uint32_t>()};
  else if (type != "hello")
    throw std::runtime_error{"the server said " + std::string{text}};
}

void atelier_dialect::take_snapshot(byte_view payload) {
  seq_ = value_of(read_snapshot(payload)).seq;
  if (joined())
    ++skips_;
}

void atelier_dialect::take_updates(byte_view payload, op_tally& tally) {
  const auto updates = value_of(read_updates(payload));
  if (updates.first_seq != seq_ + 1)
    throw std::runtime_error{"op " + std::to_string(updates.first_seq) + " came after op " + std::to_string(seq_)};
  // What comes before the sync is the stored past.
  for (auto rest = updates.runs; !rest.empty();)
    if (joined())
      tally_run(rest, tally);
    else
      seq_ += value_of(take_run(rest)).count;
}

void atelier_dialect::tally_run(byte_view& rest, op_tally& tally) {
  if (rest.size() < run_header_bytes)
    throw std::runtime_error{"the server sent a run that is cut short"};
  const auto author = load_le<std::uint32_t>(rest);
  const auto first = load_le<client_seq_t>(rest, 4);
  const auto count = load_le<std::uint16_t>(rest, 8);
  const auto ops = rest.subspan(run_header_bytes);
  if (ops.size() < count * pixel_bytes)
    throw std::runtime_error{"the server sent a run of ops that are no pixels"};
  tally.take(count, [=](std::size_t i) {
    if (load_le<std::uint8_t>(ops, i * pixel_bytes) != pixel_code)
      throw std::runtime_error{"the server sent an op that is no pixel"};
    return op_id{author, first + static_cast<std::uint32_t>(i)};
  });
  rest = ops.subspan(count * pixel_bytes);
  seq_ += count;
  if (watcher_ && author_ == author_id{author})
    watcher_->drawn(first + count - 1, seq_);
}

void atelier_dialect::append_ops(bytes& out, std::uint32_t first_counter, std::uint32_t count) const {
  for (std::uint32_t done = 0; done < count;) {
    const auto together = std::min(count - done, ops_per_message_);
    append_message(out, first_counter + done, together);
    done += together;
  }
}

void atelier_dialect::append_message(bytes& out, std::uint32_t first_counter, std::uint32_t count) const {
  const auto block_bytes = draw_header_bytes + count * pixel_bytes;
  append_websocket_header(out, websocket_opcode::binary, block_bytes, masking::zero_key);
  packed<draw_header_bytes>{}
      .put(static_cast<std::uint32_t>(block_bytes - sizeof(std::uint32_t)))
      .put(static_cast<std::uint32_t>(block_kind::draw))
      .put(picture_.value)
      .put(first_counter)
      .append_to(out);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto drawn = pixel_of({author_->value, first_counter + i});
    packed<pixel_bytes>{}.put(pixel_code).put(drawn.x).put(drawn.y).put(drawn.colour).append_to(out);
  }
}

} // namespace atelier::bench
