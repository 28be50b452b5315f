#include "tests/io_actors/twins.hpp"

#include "protocol/png.hpp"

#include <stdexcept>

namespace atelier::test {

bytes pixel(std::uint16_t x) {
  bytes out;
  encode(pixel_op{x, 0, {1, 2, 3, 255}}, out);
  return out;
}

bytes pixels(std::uint16_t count) {
  bytes out;
  for (std::uint16_t i = 0; i < count; ++i)
    append(out, pixel(i));
  return out;
}

bytes draw_message(picture_id picture, client_seq_t first, byte_view ops) {
  bytes out;
  append_draw(out, picture, first, ops);
  return out;
}

bytes chunk_message(transfer_id transfer, std::uint64_t offset, std::size_t size) {
  bytes out;
  append_chunk(out, transfer, offset, bytes(size, std::byte{'c'}));
  return out;
}

bytes patch(std::uint16_t width, std::uint16_t height) {
  const auto png = encode_png(image{width, height, {9, 9, 9, 255}});
  bytes out;
  encode(patch_op{0, 0, width, height, png}, out);
  return out;
}

namespace {

std::string describe_block(const block& what) {
  const auto picture = std::to_string(what.picture.value);
  switch (what.kind) {
  case block_kind::updates: {
    auto updates = read_updates(what.payload).value();
    auto last = updates.first_seq - 1;
    while (!updates.runs.empty())
      last += take_run(updates.runs).value().count;
    return "UPDATES " + picture + ": " + std::to_string(updates.first_seq) + "-" + std::to_string(last);
  }
  case block_kind::snapshot:
    return "SNAPSHOT " + picture + ": " + std::to_string(read_snapshot(what.payload).value().seq);
  case block_kind::durable:
    return "DURABLE " + picture + ": " + std::to_string(read_durable(what.payload).value());
  case block_kind::cursor:
    return "CURSOR " + picture;
  case block_kind::chunk: {
    const auto chunk = read_chunk(what.payload).value();
    return "CHUNK " + std::to_string(chunk.transfer.value) + ": " + std::to_string(chunk.offset) + "+"
           + std::to_string(chunk.piece.size());
  }
  default:
    throw std::logic_error{"a block that no server sends"};
  }
}

} // namespace

void describe(frame_kind kind, byte_view body, std::vector<std::string>& to) {
  if (kind == frame_kind::json) {
    to.emplace_back(as_text(body));
    return;
  }
  while (!body.empty())
    to.push_back(describe_block(take_block(body).value()));
}

bytes joined(const outgoing_message& message) {
  bytes out;
  for (const auto& slice : message.slices)
    append(out, slice.data);
  return out;
}

std::vector<std::string> describe(const std::vector<outgoing_message>& messages) {
  std::vector<std::string> out;
  for (const auto& message : messages)
    describe(message.kind, joined(message), out);
  return out;
}

picture_twin::picture_twin(picture_id id, std::size_t retained_bytes_max)
    : id_{id}, log_{std::make_shared<runtime::shared_log>(retained_bytes_max)} {}

bool picture_twin::grow(std::uint16_t count) {
  bytes runs;
  append_run_header(runs, author_id{3}, static_cast<client_seq_t>(seq_ + 1), count);
  append(runs, pixels(count));
  bytes block;
  append_updates(block, id_, seq_ + 1, runs);
  seq_ += count;
  log_->append(block, seq_);
  return gate_->wake();
}

bool picture_twin::commit(seq_t seq) {
  durable_ = seq;
  bytes block;
  append_durable(block, id_, seq);
  log_->append(block, seq_);
  return gate_->wake();
}

std::shared_ptr<const runtime::log_tail> picture_twin::tail(runtime::log_position from) const {
  return runtime::make_log_tail(id_.value, log_, from, log_->end(), 4096);
}

stream_joined picture_twin::join(mux_id mux, runtime::log_position start, seq_t snapshot_seq) const {
  auto head = std::make_shared<bytes>();
  append_snapshot(*head, id_, snapshot_seq, 1, 1, snapshot_encoding::raw, bytes(4));
  return {mux,   id_,  std::move(head), log_,       start.offset, log_->end().offset,
          gate_, seq_, durable_,        epoch_t{1}, author_id{3}, 0};
}

stream_joined picture_twin::join(mux_id mux) const {
  return join(mux, log_->end(), seq_);
}

} // namespace atelier::test
