#include "protocol/blocks.hpp"

#include "protocol/packed.hpp"

namespace atelier {

namespace {

/// The part of a header that `size` counts.
constexpr std::size_t counted_header_bytes = block_header_bytes - 4;
constexpr std::size_t snapshot_header_bytes = 16;
constexpr std::size_t cursor_bytes = 4;
constexpr std::size_t author_cursor_bytes = 8;
constexpr std::size_t chunk_header_bytes = 12;

tl::unexpected<error> wrong_size(std::string_view what, std::size_t got, std::string_view right) {
  return failure(errc::malformed,
                 std::string{what} + " has " + std::to_string(got) + " bytes; it must have " + std::string{right});
}

point load_point(byte_view from, std::size_t at) noexcept {
  return {load_le<std::int16_t>(from, at), load_le<std::int16_t>(from, at + 2)};
}

bool zero(byte_view padding) noexcept {
  for (const auto it : padding)
    if (it != std::byte{0})
      return false;
  return true;
}

void append_block_header(bytes& to, block_kind kind, picture_id picture, std::size_t payload_bytes) {
  packed<block_header_bytes>{}
      .put(static_cast<std::uint32_t>(counted_header_bytes + payload_bytes))
      .put(static_cast<std::uint32_t>(kind))
      .put(picture.value)
      .append_to(to);
}

void append_cursor(bytes& to, point at) {
  packed<cursor_bytes>{}.put(at.x).put(at.y).append_to(to);
}

} // namespace

result<block> take_block(byte_view& rest) {
  if (rest.size() < block_header_bytes)
    return failure(errc::malformed,
                   "a block is cut off after " + std::to_string(rest.size()) + " bytes; its header alone has 12");
  const std::size_t size = load_le<std::uint32_t>(rest);
  if (size < counted_header_bytes)
    return failure(errc::malformed, "a block has size " + std::to_string(size) + "; it must be at least 8");
  if (size > rest.size() - 4)
    return failure(errc::malformed, "a block has size " + std::to_string(size) + "; only "
                                        + std::to_string(rest.size() - 4) + " bytes follow");
  const auto kind = load_le<std::uint8_t>(rest, 4);
  if (kind < static_cast<int>(block_kind::draw) || kind > static_cast<int>(block_kind::chunk))
    return failure(errc::malformed, "a block has kind " + std::to_string(kind) + "; known are 1 to 6");
  if (!zero(rest.subspan(5, 3)))
    return failure(errc::malformed, "the three bytes after a block's kind must be 0");
  block taken{static_cast<block_kind>(kind), picture_id{load_le<std::uint32_t>(rest, 8)},
              rest.subspan(block_header_bytes, size - counted_header_bytes)};
  rest = rest.subspan(4 + size);
  return taken;
}

result<draw_payload> read_draw(byte_view payload) {
  if (payload.size() < 4)
    return wrong_size("a DRAW's payload", payload.size(), "at least 4");
  return draw_payload{load_le<std::uint32_t>(payload), payload.subspan(4)};
}

result<run> take_run(byte_view& rest) {
  if (rest.size() < run_header_bytes)
    return failure(errc::malformed,
                   "a run is cut off after " + std::to_string(rest.size()) + " bytes; its header alone has 10");
  run taken{
      author_id{load_le<std::uint32_t>(rest)}, load_le<std::uint32_t>(rest, 4), load_le<std::uint16_t>(rest, 8), {}};
  const auto ops = rest.subspan(run_header_bytes);
  auto left = ops;
  for (unsigned i = 0; i < taken.count; ++i) {
    const auto size = sound_op_size(left);
    if (size == 0)
      return tl::unexpected{op_size(left).error()};
    left = left.subspan(size);
  }
  taken.ops = ops.first(ops.size() - left.size());
  rest = left;
  return taken;
}

std::size_t append_run_header(bytes& to, author_id author, client_seq_t first_client_seq, std::uint16_t count) {
  const auto count_at = to.size() + run_header_bytes - sizeof count;
  packed<run_header_bytes>{}.put(author.value).put(first_client_seq).put(count).append_to(to);
  return count_at;
}

result<updates_payload> read_updates(byte_view payload) {
  if (payload.size() < 8)
    return wrong_size("an UPDATES' payload", payload.size(), "at least 8");
  updates_payload read{load_le<std::uint64_t>(payload), payload.subspan(8)};
  if (read.first_seq == 0)
    return failure(errc::malformed, "an UPDATES has first_seq 0; the first op of a picture is 1");
  return read;
}

result<snapshot_payload> read_snapshot(byte_view payload) {
  if (payload.size() < snapshot_header_bytes)
    return wrong_size("a SNAPSHOT's payload", payload.size(), "at least 16");
  const auto encoding = load_le<std::uint8_t>(payload, 12);
  if (encoding > static_cast<int>(snapshot_encoding::raw))
    return failure(errc::malformed,
                   "a SNAPSHOT has encoding " + std::to_string(encoding) + "; known are 0 (PNG) and 1 (raw)");
  if (!zero(payload.subspan(13, 3)))
    return failure(errc::malformed, "the three bytes after a SNAPSHOT's encoding must be 0");
  snapshot_payload read{load_le<std::uint64_t>(payload), load_le<std::uint16_t>(payload, 8),
                        load_le<std::uint16_t>(payload, 10), static_cast<snapshot_encoding>(encoding),
                        payload.subspan(snapshot_header_bytes)};
  if (read.width == 0 || read.height == 0)
    return failure(errc::malformed, "a SNAPSHOT is " + std::to_string(read.width) + " × " + std::to_string(read.height)
                                        + "; both sides must be at least 1");
  const auto raw_bytes = std::size_t{4} * read.width * read.height;
  if (read.encoding == snapshot_encoding::raw && read.data.size() != raw_bytes)
    return wrong_size("a raw SNAPSHOT's picture", read.data.size(), std::to_string(raw_bytes));
  return read;
}

result<seq_t> read_durable(byte_view payload) {
  if (payload.size() != sizeof(seq_t))
    return wrong_size("a DURABLE's payload", payload.size(), "8");
  return load_le<seq_t>(payload);
}

result<point> read_client_cursor(byte_view payload) {
  if (payload.size() != cursor_bytes)
    return wrong_size("a CURSOR's payload", payload.size(), "4");
  return load_point(payload, 0);
}

result<std::vector<author_cursor>> read_cursors(byte_view payload) {
  if (payload.size() % author_cursor_bytes != 0)
    return wrong_size("a CURSOR's payload", payload.size(), "a multiple of 8");
  std::vector<author_cursor> read;
  read.reserve(payload.size() / author_cursor_bytes);
  for (std::size_t at = 0; at < payload.size(); at += author_cursor_bytes)
    read.push_back({author_id{load_le<std::uint32_t>(payload, at)}, load_point(payload, at + 4)});
  return read;
}

result<chunk_payload> read_chunk(byte_view payload) {
  if (payload.size() <= chunk_header_bytes)
    return wrong_size("a CHUNK's payload", payload.size(), "at least 13");
  return chunk_payload{transfer_id{load_le<std::uint32_t>(payload)}, load_le<std::uint64_t>(payload, 4),
                       payload.subspan(chunk_header_bytes)};
}

void append_draw(bytes& to, picture_id picture, client_seq_t first_client_seq, byte_view ops) {
  append_block_header(to, block_kind::draw, picture, sizeof first_client_seq + ops.size());
  store_le(to, first_client_seq);
  append(to, ops);
}

void append_updates(bytes& to, picture_id picture, seq_t first_seq, byte_view runs) {
  append_block_header(to, block_kind::updates, picture, sizeof first_seq + runs.size());
  store_le(to, first_seq);
  append(to, runs);
}

void append_snapshot(bytes& to, picture_id picture, seq_t seq, std::uint16_t width, std::uint16_t height,
                     snapshot_encoding encoding, byte_view data) {
  append_block_header(to, block_kind::snapshot, picture, snapshot_header_bytes + data.size());
  packed<snapshot_header_bytes>{}
      .put(seq)
      .put(width)
      .put(height)
      .put(static_cast<std::uint32_t>(encoding))
      .append_to(to);
  append(to, data);
}

void append_durable(bytes& to, picture_id picture, seq_t seq) {
  append_block_header(to, block_kind::durable, picture, sizeof seq);
  store_le(to, seq);
}

void append_client_cursor(bytes& to, picture_id picture, point at) {
  append_block_header(to, block_kind::cursor, picture, cursor_bytes);
  append_cursor(to, at);
}

void append_cursors(bytes& to, picture_id picture, std::span<const author_cursor> cursors) {
  append_block_header(to, block_kind::cursor, picture, author_cursor_bytes * cursors.size());
  for (const auto& it : cursors) {
    store_le(to, it.author.value);
    append_cursor(to, it.at);
  }
}

void append_chunk(bytes& to, transfer_id transfer, std::uint64_t offset, byte_view piece) {
  append_block_header(to, block_kind::chunk, picture_id{}, chunk_header_bytes + piece.size());
  packed<chunk_header_bytes>{}.put(transfer.value).put(offset).append_to(to);
  append(to, piece);
}

result<bytes> runs_after(byte_view runs, seq_t first_seq, seq_t after) {
  bytes kept;
  auto to_drop = after < first_seq ? 0 : after - first_seq + 1;
  while (!runs.empty()) {
    const auto whole = runs;
    auto taken = take_run(runs);
    if (!taken)
      return tl::unexpected{taken.error()};
    if (to_drop == 0) {
      append(kept, whole.first(whole.size() - runs.size()));
    } else if (to_drop >= taken->count) {
      to_drop -= taken->count;
    } else {
      for (seq_t i = 0; i < to_drop; ++i)
        taken->ops = taken->ops.subspan(sound_op_size(taken->ops));
      append_run_header(kept, taken->author, static_cast<client_seq_t>(taken->first_client_seq + to_drop),
                        static_cast<std::uint16_t>(taken->count - to_drop));
      append(kept, taken->ops);
      to_drop = 0;
    }
  }
  return kept;
}

} // namespace atelier
