// Blocks, runs and ops: whatever can be read must come out of the encoder byte for byte as it went in.

#include "protocol/blocks.hpp"
#include "tests/fuzz/fuzzing.hpp"
#include "tests/protocol/samples.hpp"

using namespace atelier;
using fuzzing::require;

namespace {

bool same(byte_view a, byte_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

/// How many sound ops stand at the front; `encoded` must be the same bytes.
std::size_t check_ops(byte_view ops) {
  std::size_t count = 0;
  while (!ops.empty()) {
    const auto size = op_size(ops);
    const auto read = decode_op(ops);
    require(size.has_value() == read.has_value());
    require(sound_op_size(ops) == size.value_or(0));
    if (!read) {
      require(read.error().code == errc::malformed && read.error() == size.error());
      break;
    }
    require(read->size == *size && *size <= ops.size() && *size > 0);
    bytes encoded;
    encode(read->value, encoded);
    require(same(encoded, ops.first(*size)));
    require(!op_size(ops.first(*size - 1)).has_value());
    if (const auto refused = check(read->value))
      require(refused->code == errc::bad_data && !refused->message.empty());
    ops = ops.subspan(*size);
    ++count;
  }
  return count;
}

/// How many ops the runs have; nothing where they are malformed.
std::optional<std::size_t> check_runs(byte_view runs) {
  bytes encoded;
  std::size_t total = 0;
  for (auto rest = runs; !rest.empty();) {
    const auto before = rest.size();
    const auto taken = take_run(rest);
    if (!taken) {
      require(taken.error().code == errc::malformed && rest.size() == before);
      return std::nullopt;
    }
    require(rest.size() == before - run_header_bytes - taken->ops.size());
    require(check_ops(taken->ops) == taken->count);
    append_run_header(encoded, taken->author, taken->first_client_seq, taken->count);
    append(encoded, taken->ops);
    total += taken->count;
  }
  require(same(encoded, runs));
  return total;
}

void check_runs_after(byte_view runs, seq_t first_seq, std::optional<std::size_t> total) {
  for (const seq_t after : {seq_t{0}, first_seq - 1, first_seq, first_seq + 1, first_seq + 7, ~seq_t{0}}) {
    const auto kept = runs_after(runs, first_seq, after);
    require(kept.has_value() == total.has_value());
    if (!kept)
      continue;
    const seq_t dropped = after < first_seq ? 0 : after - first_seq + 1;
    const auto left = check_runs(*kept);
    require(left == (dropped >= *total ? 0 : *total - dropped));
  }
}

/// Encodes the block again; empty where its payload is refused.
bytes encoded_again(const block& it) {
  bytes out;
  switch (it.kind) {
  case block_kind::draw:
    if (const auto read = read_draw(it.payload)) {
      check_ops(read->ops);
      append_draw(out, it.picture, read->first_client_seq, read->ops);
    }
    break;
  case block_kind::updates:
    if (const auto read = read_updates(it.payload)) {
      check_runs_after(read->runs, read->first_seq, check_runs(read->runs));
      append_updates(out, it.picture, read->first_seq, read->runs);
    }
    break;
  case block_kind::snapshot:
    if (const auto read = read_snapshot(it.payload))
      append_snapshot(out, it.picture, read->seq, read->width, read->height, read->encoding, read->data);
    break;
  case block_kind::durable:
    if (const auto read = read_durable(it.payload))
      append_durable(out, it.picture, *read);
    break;
  case block_kind::cursor:
    if (const auto read = read_client_cursor(it.payload))
      append_client_cursor(out, it.picture, *read);
    else if (const auto cursors = read_cursors(it.payload))
      append_cursors(out, it.picture, *cursors);
    break;
  case block_kind::chunk:
    if (const auto read = read_chunk(it.payload)) {
      require(!read->piece.empty());
      if (it.picture == picture_id{})
        append_chunk(out, read->transfer, read->offset, read->piece);
    }
    break;
  }
  return out;
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  samples::random random{1};
  std::vector<bytes> seeds;
  for (std::size_t i = 0; i < 8; ++i) {
    bytes seed;
    append_draw(seed, picture_id{1}, 1, samples::from_hex("01 0100 0200 0a0b0cff"));
    append_updates(seed, picture_id{1}, 5, samples::make_random_runs(random, i).encoded);
    append_durable(seed, picture_id{1}, 5);
    append_snapshot(seed, picture_id{1}, 5, 1, 1, snapshot_encoding::raw, bytes(4));
    append_client_cursor(seed, picture_id{1}, {1, 2});
    const std::vector<author_cursor> cursors(i);
    append_cursors(seed, picture_id{1}, cursors);
    append_chunk(seed, transfer_id{3}, i, bytes(i + 1));
    seeds.push_back(std::move(seed));
  }
  fuzzing::plant(*argc, *argv, seeds);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = std::as_bytes(std::span{data, size});
  check_ops(input);
  check_runs_after(input, 3, check_runs(input));
  for (auto rest = input; !rest.empty();) {
    const auto before = rest;
    const auto taken = take_block(rest);
    if (!taken) {
      require(taken.error().code == errc::malformed && rest.size() == before.size());
      break;
    }
    require(rest.size() == before.size() - block_header_bytes - taken->payload.size());
    const auto encoded = encoded_again(*taken);
    require(encoded.empty() || same(encoded, before.first(before.size() - rest.size())));
  }
  return 0;
}
