#include "protocol/blocks.hpp"

#include "tests/protocol/samples.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using samples::from_hex;

namespace {

constexpr picture_id picture{0x01020304};
const auto pixel = from_hex("01 0100 0200 0a0b0cff");
const auto fill = from_hex("06 0100 0200 0a0b0cff");

/// The only block of a message.
block only_block(byte_view message) {
  auto rest = message;
  const auto taken = take_block(rest);
  REQUIRE(taken.has_value());
  REQUIRE(rest.empty());
  REQUIRE_EQ(taken->picture, picture);
  return *taken;
}

std::vector<samples::random_runs::drawn> ops_of(byte_view runs) {
  std::vector<samples::random_runs::drawn> out;
  while (!runs.empty()) {
    auto taken = take_run(runs);
    REQUIRE(taken.has_value());
    for (std::uint32_t i = 0; i < taken->count; ++i) {
      const auto size = sound_op_size(taken->ops);
      REQUIRE_GT(size, 0);
      const auto raw = taken->ops.first(size);
      out.push_back({taken->author.value, taken->first_client_seq + i, {raw.begin(), raw.end()}});
      taken->ops = taken->ops.subspan(size);
    }
    REQUIRE(taken->ops.empty());
  }
  return out;
}

template <class Read>
void check_malformed(Read read, const char* payload) {
  CAPTURE(payload);
  const auto raw = from_hex(payload);
  const auto got = read(byte_view{raw});
  REQUIRE_FALSE(got.has_value());
  CHECK_EQ(got.error().code, errc::malformed);
}

} // namespace

TEST_CASE("every block has the bytes that the contract lays down") {
  bytes out;
  append_draw(out, picture, 7, pixel);
  CHECK_EQ(out, from_hex("15000000 01 000000 04030201  07000000  01 0100 0200 0a0b0cff"));

  out.clear();
  bytes runs;
  append_run_header(runs, author_id{9}, 7, 1);
  append(runs, pixel);
  append_updates(out, picture, 0x0102030405060708, runs);
  CHECK_EQ(out,
           from_hex("23000000 02 000000 04030201  0807060504030201  09000000 07000000 0100  01 0100 0200 0a0b0cff"));

  out.clear();
  append_snapshot(out, picture, 5, 2, 1, snapshot_encoding::raw, from_hex("0102030405060708"));
  CHECK_EQ(out, from_hex("20000000 03 000000 04030201  0500000000000000 0200 0100 01 000000  0102030405060708"));

  out.clear();
  append_durable(out, picture, 258);
  CHECK_EQ(out, from_hex("10000000 04 000000 04030201  0201000000000000"));

  out.clear();
  append_client_cursor(out, picture, {-1, 3});
  CHECK_EQ(out, from_hex("0c000000 05 000000 04030201  ffff 0300"));

  out.clear();
  const std::vector<author_cursor> cursors{{author_id{1}, {2, 3}}, {author_id{4}, {-5, 6}}};
  append_cursors(out, picture, cursors);
  CHECK_EQ(out, from_hex("18000000 05 000000 04030201  01000000 0200 0300  04000000 fbff 0600"));

  out.clear();
  append_chunk(out, transfer_id{5}, 0x0102030405060708, from_hex("aabbcc"));
  CHECK_EQ(out, from_hex("17000000 06 000000 00000000  05000000 0807060504030201 aabbcc"));
}

TEST_CASE("every block is read back as it was written") {
  bytes out;
  append_draw(out, picture, 7, pixel);
  auto taken = only_block(out);
  CHECK_EQ(taken.kind, block_kind::draw);
  const auto draw = read_draw(taken.payload);
  REQUIRE(draw.has_value());
  CHECK_EQ(draw->first_client_seq, 7);
  CHECK_EQ(bytes(draw->ops.begin(), draw->ops.end()), pixel);

  out.clear();
  append_updates(out, picture, 12, {});
  taken = only_block(out);
  CHECK_EQ(taken.kind, block_kind::updates);
  const auto updates = read_updates(taken.payload);
  REQUIRE(updates.has_value());
  CHECK_EQ(updates->first_seq, 12);
  CHECK(updates->runs.empty());

  out.clear();
  append_snapshot(out, picture, 5, 640, 480, snapshot_encoding::png, pixel);
  taken = only_block(out);
  CHECK_EQ(taken.kind, block_kind::snapshot);
  const auto snapshot = read_snapshot(taken.payload);
  REQUIRE(snapshot.has_value());
  CHECK_EQ(snapshot->seq, 5);
  CHECK_EQ(snapshot->width, 640);
  CHECK_EQ(snapshot->height, 480);
  CHECK_EQ(snapshot->encoding, snapshot_encoding::png);
  CHECK_EQ(bytes(snapshot->data.begin(), snapshot->data.end()), pixel);

  out.clear();
  append_durable(out, picture, seq_t{1} << 40);
  taken = only_block(out);
  CHECK_EQ(taken.kind, block_kind::durable);
  CHECK_EQ(read_durable(taken.payload), seq_t{1} << 40);

  out.clear();
  append_client_cursor(out, picture, {-32768, 32767});
  taken = only_block(out);
  CHECK_EQ(taken.kind, block_kind::cursor);
  CHECK_EQ(read_client_cursor(taken.payload), point{-32768, 32767});

  out.clear();
  const std::vector<author_cursor> cursors{{author_id{1}, {2, 3}}, {author_id{4}, {-5, 6}}};
  append_cursors(out, picture, cursors);
  CHECK_EQ(read_cursors(only_block(out).payload), cursors);

  out.clear();
  append_chunk(out, transfer_id{0xfffffffe}, std::uint64_t{1} << 40, pixel);
  auto rest = byte_view{out};
  const auto attached = take_block(rest);
  REQUIRE(attached.has_value());
  CHECK(rest.empty());
  CHECK_EQ(attached->kind, block_kind::chunk);
  CHECK_EQ(attached->picture, picture_id{0});
  const auto chunk = read_chunk(attached->payload);
  REQUIRE(chunk.has_value());
  CHECK_EQ(chunk->transfer, transfer_id{0xfffffffe});
  CHECK_EQ(chunk->offset, std::uint64_t{1} << 40);
  CHECK_EQ(bytes(chunk->piece.begin(), chunk->piece.end()), pixel);
}

TEST_CASE("a message of several blocks is taken block by block") {
  bytes message;
  append_durable(message, picture, 1);
  append_draw(message, picture_id{2}, 1, fill);
  append_durable(message, picture_id{3}, 9);
  byte_view rest{message};
  std::vector<std::uint32_t> pictures;
  while (!rest.empty()) {
    const auto before = rest.size();
    const auto taken = take_block(rest);
    REQUIRE(taken.has_value());
    CHECK_LT(rest.size(), before);
    pictures.push_back(taken->picture.value);
  }
  CHECK_EQ(pictures, std::vector<std::uint32_t>{0x01020304, 2, 3});
}

TEST_CASE("a block that is cut anywhere is malformed and leaves the rest as it was") {
  bytes message;
  append_draw(message, picture, 1, pixel);
  for (std::size_t cut = 0; cut < message.size(); ++cut) {
    CAPTURE(cut);
    auto rest = byte_view{message}.first(cut);
    const auto taken = take_block(rest);
    REQUIRE_FALSE(taken.has_value());
    CHECK_EQ(taken.error().code, errc::malformed);
    CHECK_EQ(rest.size(), cut);
  }
}

TEST_CASE("a block of unknown kind, with bytes that are not zero or with an impossible size is malformed") {
  const auto take = [](byte_view rest) {
    return take_block(rest);
  };
  check_malformed(take, "08000000 00 000000 00000000");
  check_malformed(take, "08000000 07 000000 00000000");
  check_malformed(take, "08000000 ff 000000 00000000");
  check_malformed(take, "08000000 01 010000 00000000");
  check_malformed(take, "08000000 01 000100 00000000");
  check_malformed(take, "08000000 01 000001 00000000");
  check_malformed(take, "07000000 01 000000 00000000");
  check_malformed(take, "00000000 01 000000 00000000");
  check_malformed(take, "09000000 01 000000 00000000");
  check_malformed(take, "ffffffff 01 000000 00000000");
  auto rest = byte_view{pixel}.first(5);
  CHECK_EQ(take_block(rest).error().message, "a block is cut off after 5 bytes; its header alone has 12");
}

TEST_CASE("payloads of the wrong size or with impossible values are malformed") {
  check_malformed(read_draw, "");
  check_malformed(read_draw, "010000");
  check_malformed(read_updates, "01000000000000");
  check_malformed(read_updates, "0000000000000000");
  check_malformed(read_durable, "01000000000000");
  check_malformed(read_durable, "010000000000000000");
  check_malformed(read_client_cursor, "010002");
  check_malformed(read_client_cursor, "0100020000");
  check_malformed(read_cursors, "01000000 0100");
  check_malformed(read_chunk, "");
  check_malformed(read_chunk, "01000000 02000000000000");
  check_malformed(read_chunk, "01000000 0200000000000000");
  check_malformed(read_snapshot, "0100000000000000 0100 0100 00 0000");
  check_malformed(read_snapshot, "0100000000000000 0000 0100 00 000000");
  check_malformed(read_snapshot, "0100000000000000 0100 0000 00 000000");
  check_malformed(read_snapshot, "0100000000000000 0100 0100 02 000000");
  check_malformed(read_snapshot, "0100000000000000 0100 0100 00 000100");
  check_malformed(read_snapshot, "0100000000000000 0100 0100 01 000000 010203");
}

TEST_CASE("a run is taken with exactly its ops") {
  bytes runs;
  const auto count_at = append_run_header(runs, author_id{9}, 7, 0);
  append(runs, pixel);
  append(runs, fill);
  patch_le<std::uint16_t>(runs, count_at, 2);
  CHECK_EQ(runs, from_hex("09000000 07000000 0200  01 0100 0200 0a0b0cff  06 0100 0200 0a0b0cff"));
  append_run_header(runs, author_id{1}, 1, 1);
  append(runs, pixel);

  byte_view rest{runs};
  auto taken = take_run(rest);
  REQUIRE(taken.has_value());
  CHECK_EQ(taken->author, author_id{9});
  CHECK_EQ(taken->first_client_seq, 7);
  CHECK_EQ(taken->count, 2);
  CHECK_EQ(taken->ops.size(), pixel.size() + fill.size());
  taken = take_run(rest);
  REQUIRE(taken.has_value());
  CHECK_EQ(taken->ops.size(), pixel.size());
  CHECK(rest.empty());
}

TEST_CASE("runs that are cut anywhere but between two are malformed") {
  bytes runs;
  append_run_header(runs, author_id{9}, 7, 2);
  append(runs, pixel);
  append(runs, fill);
  for (std::size_t cut = 0; cut < runs.size(); ++cut) {
    CAPTURE(cut);
    auto rest = byte_view{runs}.first(cut);
    const auto taken = take_run(rest);
    REQUIRE_FALSE(taken.has_value());
    CHECK_EQ(taken.error().code, errc::malformed);
    CHECK_EQ(rest.size(), cut);
    if (cut > 0)
      CHECK_FALSE(runs_after(rest, 1, 0).has_value());
  }
}

TEST_CASE("the ops after a sequence number are the same ops, wherever a run is cut in two") {
  samples::random random{99};
  for (int round = 0; round < 20; ++round) {
    const auto made = samples::make_random_runs(random, 8);
    const seq_t first_seq = samples::between(random, 1, 1000);
    const seq_t last_seq = first_seq + made.ops.size() - 1;
    for (seq_t after = first_seq - 1; after <= last_seq + 2; ++after) {
      CAPTURE(round);
      CAPTURE(after);
      const auto kept = runs_after(made.encoded, first_seq, after);
      REQUIRE(kept.has_value());
      const auto dropped = std::min<std::size_t>(after - first_seq + 1, made.ops.size());
      CHECK(ops_of(*kept) == std::vector(made.ops.begin() + static_cast<std::ptrdiff_t>(dropped), made.ops.end()));
      if (after < first_seq)
        CHECK_EQ(*kept, made.encoded);
    }
  }
}

TEST_CASE("sequence numbers at the end of their range drop everything and wrap nothing") {
  bytes runs;
  append_run_header(runs, author_id{1}, 0xFFFFFFFF, 1);
  append(runs, pixel);
  constexpr auto last = ~seq_t{0};
  CHECK_EQ(runs_after(runs, 1, last), bytes{});
  CHECK_EQ(runs_after(runs, last, last), bytes{});
  CHECK_EQ(runs_after(runs, last, last - 1), runs);
}
