#include "bench/load/atelier_dialect.hpp"
#include "bench/load/pixel.hpp"
#include "protocol/server_messages.hpp"

#include <doctest/doctest.h>
#include <stdexcept>

namespace atelier::bench {

namespace {

constexpr picture_id picture{12};
constexpr author_id own{9};

/// A connection to a picture, and what it has made of the server's messages.
struct client {
  atelier_dialect talk{picture};
  op_tally tally;
  bytes out;

  void text(std::string_view message) {
    receive(websocket_opcode::text, as_byte_view(message));
  }
  void blocks(byte_view message) {
    receive(websocket_opcode::binary, message);
  }
  void join(seq_t seq) {
    bytes message;
    append_snapshot(message, picture, seq, 1, 1, snapshot_encoding::raw, bytes(4));
    blocks(message);
    text(picture_sync_text(mux_id{1}, picture, seq, 1, own, 0));
  }

private:
  void receive(websocket_opcode opcode, byte_view message) {
    bytes copy{message.begin(), message.end()};
    talk.receive({opcode, true, copy}, tally, out);
  }
};

void append_run(bytes& to, author_id author, client_seq_t first, std::uint16_t count) {
  append_run_header(to, author, first, count);
  for (client_seq_t i = 0; i < count; ++i)
    encode(pixel_of({author.value, first + i}), to);
}

bytes updates(seq_t first_seq, const bytes& runs) {
  bytes message;
  append_updates(message, picture, first_seq, runs);
  return message;
}

op_digest digest_of(const std::vector<op_id>& ops) {
  op_digest digest;
  for (const auto each : ops)
    digest.add(each);
  return digest;
}

struct listener final : watermark_watcher {
  std::vector<std::pair<client_seq_t, seq_t>> drawn_ops;
  seq_t watermark = 0;
  void drawn(client_seq_t last, seq_t seq) override {
    drawn_ops.emplace_back(last, seq);
  }
  void durable(seq_t seq) override {
    watermark = seq;
  }
};

} // namespace

TEST_CASE("atelier: a subscription is joined with its sync") {
  client one;
  one.talk.greet(one.out);
  CHECK(as_text(one.out).find(R"("picture":12)") != std::string_view::npos);
  one.text(hello_text(connection_id{1}, 1));
  CHECK_FALSE(one.talk.joined());
  one.join(7);
  CHECK(one.talk.joined());
  CHECK_EQ(one.talk.sender(), own.value);
  one.text(presence_text(mux_id{1}, picture, "[]"));
}

TEST_CASE("atelier: ops of all runs and blocks of a message are tallied, in their order") {
  client one;
  one.join(7);
  bytes runs;
  append_run(runs, own, 1, 2);
  append_run(runs, author_id{4}, 30, 1);
  auto message = updates(8, runs);
  bytes more;
  append_run(more, own, 3, 1);
  append(message, updates(11, more));
  one.blocks(message);
  CHECK(one.tally.digest() == digest_of({{9, 1}, {9, 2}, {4, 30}, {9, 3}}));
}

TEST_CASE("atelier: a gap in the picture's order is an error") {
  client one;
  one.join(7);
  bytes runs;
  append_run(runs, own, 1, 1);
  CHECK_THROWS_AS(one.blocks(updates(9, runs)), std::runtime_error);
}

TEST_CASE("atelier: a snapshot after the sync is a skip, and the order goes on from there") {
  client one;
  one.join(7);
  CHECK_EQ(one.talk.skips(), 0);
  one.join(20);
  CHECK_EQ(one.talk.skips(), 1);
  bytes runs;
  append_run(runs, own, 1, 1);
  one.blocks(updates(21, runs));
  CHECK_EQ(one.tally.digest().count, 1);
}

TEST_CASE("atelier: what comes before the sync is not tallied, but counted for gaps") {
  client one;
  bytes message;
  append_snapshot(message, picture, 7, 1, 1, snapshot_encoding::raw, bytes(4));
  bytes runs;
  append_run_header(runs, author_id{4}, 1, 1);
  encode(rect_op{0, 0, 2, 2, white}, runs);
  append(message, updates(8, runs));
  one.blocks(message);
  one.text(picture_sync_text(mux_id{1}, picture, 8, 1, own, 0));
  CHECK(one.tally.digest() == op_digest{});
  bytes live;
  append_run(live, own, 1, 1);
  one.blocks(updates(9, live));
  CHECK_EQ(one.tally.digest().count, 1);
}

TEST_CASE("atelier: a message that is cut short anywhere is an error") {
  bytes runs;
  append_run(runs, own, 1, 2);
  const auto whole = updates(8, runs);
  for (std::size_t size = 1; size < whole.size(); ++size) {
    client one;
    one.join(7);
    CHECK_THROWS_AS(one.blocks(byte_view{whole}.first(size)), std::runtime_error);
  }
  for (std::size_t size = 1; size < runs.size(); ++size) {
    client one;
    one.join(7);
    CHECK_THROWS_AS(one.blocks(updates(8, {runs.begin(), runs.begin() + static_cast<std::ptrdiff_t>(size)})),
                    std::runtime_error);
  }
}

TEST_CASE("atelier: refusals and goodbyes are errors that say why") {
  client one;
  one.join(7);
  CHECK_THROWS_WITH_AS(one.text(goodbye_text(goodbye_reason::too_slow)), doctest::Contains("too_slow"),
                       std::runtime_error);
  CHECK_THROWS_WITH_AS(one.text(rejected_text(picture, 1, 1, {errc::out_of_bounds, "outside"})),
                       doctest::Contains("out_of_bounds"), std::runtime_error);
}

TEST_CASE("atelier: own ops and the watermark are told") {
  client one;
  listener heard;
  one.talk.watch(heard);
  one.join(7);
  bytes runs;
  append_run(runs, own, 1, 2);
  append_run(runs, author_id{4}, 30, 1);
  auto message = updates(8, runs);
  append_durable(message, picture, 9);
  one.blocks(message);
  CHECK(heard.drawn_ops == decltype(heard.drawn_ops){{2, 9}});
  CHECK_EQ(heard.watermark, 9);
}

TEST_CASE("atelier: each message draws as many ops as it should") {
  client one;
  one.join(0);
  one.talk.draw_together(2);
  one.talk.append_ops(one.out, 5, 3);
  std::vector<std::pair<client_seq_t, std::size_t>> messages;
  for (byte_view rest = one.out; !rest.empty();) {
    const auto header = read_websocket_header(rest);
    REQUIRE(header);
    auto message = rest.subspan(header->header_bytes, header->payload_bytes);
    rest = rest.subspan(header->frame_bytes());
    const auto draw = take_block(message).and_then([](const block& taken) {
      CHECK_EQ(taken.picture, picture);
      CHECK_EQ(taken.kind, block_kind::draw);
      return read_draw(taken.payload);
    });
    REQUIRE(draw);
    CHECK(message.empty());
    messages.emplace_back(draw->first_client_seq, draw->ops.size() / 9);
    const auto first = decode_op(draw->ops);
    REQUIRE(first);
    const auto expected = pixel_of({own.value, draw->first_client_seq});
    CHECK_EQ(std::get<pixel_op>(first->value).x, expected.x);
    CHECK_EQ(std::get<pixel_op>(first->value).y, expected.y);
  }
  CHECK(messages == decltype(messages){{5, 2}, {7, 1}});
}

} // namespace atelier::bench
