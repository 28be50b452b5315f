#pragma once

#include "protocol/bytes.hpp"
#include "protocol/errors.hpp"
#include "protocol/ids.hpp"
#include "protocol/ops.hpp"

/// \file
/// Binary messages, little-endian (the contract, section 5): one or more blocks one after another.
///
///     block    := u32 size (of what follows)  u8 kind  u8[3] zero  u32 picture  payload
///     DRAW     (1, client → server) payload := u32 first_client_seq  op*
///     UPDATES  (2, server → client) payload := u64 first_seq  run*
///                run := u32 author  u32 first_client_seq  u16 count  op{count}
///     SNAPSHOT (3, server → client) payload := u64 seq  u16 width  u16 height  u8 encoding  u8[3] zero  bytes
///     DURABLE  (4, server → client) payload := u64 seq
///     CURSOR   (5) client: i16 x, y   server: (u32 author  i16 x, y)*
///     CHUNK    (6, both ways) payload := u32 transfer  u64 offset  bytes, at least one; `picture` is 0

namespace atelier {

enum class block_kind : std::uint8_t { draw = 1, updates, snapshot, durable, cursor, chunk };

inline constexpr std::size_t block_header_bytes = 12;
inline constexpr std::size_t run_header_bytes = 10;

/// One block of a message; the payload lies in the message.
struct block {
  block_kind kind{};
  picture_id picture;
  byte_view payload;
};

/// Takes the block at the front of `rest` and shortens it. Fails with `malformed`: cut short, a kind that is not
/// known, bytes that must be zero and are not. After a failure the rest of the message cannot be read.
[[nodiscard]] result<block> take_block(byte_view& rest);

struct draw_payload {
  client_seq_t first_client_seq = 0;
  byte_view ops;
};
[[nodiscard]] result<draw_payload> read_draw(byte_view payload);

/// One author's consecutive ops inside UPDATES or the stored log.
struct run {
  author_id author;
  client_seq_t first_client_seq = 0;
  std::uint16_t count = 0;
  byte_view ops;
};

/// Takes the run at the front of `rest` and shortens it; walks its ops, so that `ops` ends exactly with the last.
[[nodiscard]] result<run> take_run(byte_view& rest);

/// Appends a run's header; returns where its `count` stands, for `patch_le` when more ops follow.
std::size_t append_run_header(bytes& to, author_id author, client_seq_t first_client_seq, std::uint16_t count);

struct updates_payload {
  seq_t first_seq = 0;
  byte_view runs;
};
[[nodiscard]] result<updates_payload> read_updates(byte_view payload);

enum class snapshot_encoding : std::uint8_t { png = 0, raw = 1 };

struct snapshot_payload {
  seq_t seq = 0;
  std::uint16_t width = 0;
  std::uint16_t height = 0;
  snapshot_encoding encoding{};
  byte_view data;
};
[[nodiscard]] result<snapshot_payload> read_snapshot(byte_view payload);
[[nodiscard]] result<seq_t> read_durable(byte_view payload);
[[nodiscard]] result<point> read_client_cursor(byte_view payload);

/// Where one author points at.
struct author_cursor {
  author_id author;
  point at;
  friend bool operator==(const author_cursor&, const author_cursor&) = default;
};
[[nodiscard]] result<std::vector<author_cursor>> read_cursors(byte_view payload);

/// A piece of an attachment, one byte at least. The block's `picture` is 0, which its reader checks.
struct chunk_payload {
  transfer_id transfer;
  std::uint64_t offset = 0;
  byte_view piece;
};
[[nodiscard]] result<chunk_payload> read_chunk(byte_view payload);

void append_draw(bytes& to, picture_id picture, client_seq_t first_client_seq, byte_view ops);
void append_updates(bytes& to, picture_id picture, seq_t first_seq, byte_view runs);
void append_snapshot(bytes& to, picture_id picture, seq_t seq, std::uint16_t width, std::uint16_t height,
                     snapshot_encoding encoding, byte_view data);
void append_durable(bytes& to, picture_id picture, seq_t seq);
void append_client_cursor(bytes& to, picture_id picture, point at);
void append_cursors(bytes& to, picture_id picture, std::span<const author_cursor> cursors);
void append_chunk(bytes& to, transfer_id transfer, std::uint64_t offset, byte_view piece);

/// The runs of `runs` (whose first op is `first_seq`) without those ops that are at or below `after`.
[[nodiscard]] result<bytes> runs_after(byte_view runs, seq_t first_seq, seq_t after);

} // namespace atelier
