#include "bench/load/nats_dialect.hpp"
#include "bench/load/raw_dialect.hpp"
#include "bench/load/raw_op.hpp"
#include "bench/load/socketio_dialect.hpp"

#include <doctest/doctest.h>
#include <stdexcept>

namespace atelier::bench {

namespace {

struct sent_frame {
  websocket_opcode opcode{};
  std::string payload;
};

/// Takes frames apart that a dialect appended.
std::vector<sent_frame> frames_in(byte_view sent) {
  std::vector<sent_frame> frames;
  while (!sent.empty()) {
    const auto header = read_websocket_header(sent);
    REQUIRE(header);
    REQUIRE(header->masked);
    frames.push_back({header->opcode, std::string{as_text(sent.subspan(header->header_bytes, header->payload_bytes))}});
    sent = sent.subspan(header->frame_bytes());
  }
  return frames;
}

std::string raw(op_id op) {
  std::array<std::byte, raw_op_bytes> bytes;
  write_raw_op(bytes, op);
  return std::string{as_text(bytes)};
}

void receive(dialect& talk, websocket_opcode opcode, std::string_view payload, op_tally& tally, bytes& out) {
  const auto given = as_byte_view(payload);
  bytes copy{given.begin(), given.end()};
  talk.receive({opcode, true, copy}, tally, out);
}

op_digest digest_of(const std::vector<op_id>& ops) {
  op_digest digest;
  for (const auto each : ops)
    digest.add(each);
  return digest;
}

} // namespace

TEST_CASE("raw: an op goes out as a binary message and comes in with others") {
  raw_dialect talk{3};
  bytes out;
  talk.greet(out);
  CHECK(talk.joined());
  CHECK(out.empty());
  talk.append_ops(out, 7, 2);
  const auto frames = frames_in(out);
  REQUIRE_EQ(frames.size(), 2);
  CHECK_EQ(frames[0].opcode, websocket_opcode::binary);
  CHECK_EQ(frames[0].payload, raw({3, 7}));
  CHECK_EQ(frames[1].payload, raw({3, 8}));

  op_tally tally;
  receive(talk, websocket_opcode::binary, raw({3, 7}) + raw({4, 1}) + raw({3, 8}), tally, out);
  CHECK(tally.digest() == digest_of({{3, 7}, {4, 1}, {3, 8}}));
  CHECK_THROWS_AS(receive(talk, websocket_opcode::binary, "cut short", tally, out), std::runtime_error);
}

TEST_CASE("nats: the stream is understood wherever frames cut it") {
  const std::vector<op_id> ops{{0, 1}, {9, 1}, {0x0a0d, 0x0a0d0a0d}, {0, 2}};
  std::string stream = "INFO {\"server_id\":\"x\"}\r\nPONG\r\n";
  for (const auto each : ops)
    stream += "MSG room 1 16\r\n" + raw(each) + "\r\n" + (each.sender == 9 ? "PING\r\n" : "");
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    nats_dialect talk{0};
    op_tally tally;
    bytes out;
    receive(talk, websocket_opcode::binary, std::string_view{stream}.substr(0, cut), tally, out);
    receive(talk, websocket_opcode::continuation, std::string_view{stream}.substr(cut), tally, out);
    REQUIRE(talk.joined());
    REQUIRE(tally.digest() == digest_of(ops));
    const auto answers = frames_in(out);
    REQUIRE_EQ(answers.size(), 1);
    REQUIRE_EQ(answers[0].payload, "PONG\r\n");
  }
  nats_dialect talk{0};
  op_tally tally;
  bytes out;
  for (const auto each : stream)
    receive(talk, websocket_opcode::binary, {&each, 1}, tally, out);
  CHECK(tally.digest() == digest_of(ops));
}

TEST_CASE("nats: ops are published, errors are not passed over") {
  nats_dialect talk{5};
  bytes out;
  talk.greet(out);
  const auto greeting = frames_in(out);
  REQUIRE_EQ(greeting.size(), 1);
  CHECK(greeting[0].payload.ends_with("\r\nSUB room 1\r\nPING\r\n"));
  CHECK_FALSE(talk.joined());
  out.clear();
  talk.append_ops(out, 1, 1);
  const auto frames = frames_in(out);
  REQUIRE_EQ(frames.size(), 1);
  CHECK_EQ(frames[0].payload, "PUB room 16\r\n" + raw({5, 1}) + "\r\n");
  op_tally tally;
  CHECK_THROWS_AS(receive(talk, websocket_opcode::binary, "-ERR 'Slow Consumer'\r\n", tally, out), std::runtime_error);
}

TEST_CASE("socket.io: an op is an event with an attachment, both ways") {
  const std::string event = R"(451-["op",{"_placeholder":true,"num":0}])";
  socketio_dialect talk{2};
  op_tally tally;
  bytes out;
  talk.greet(out);
  receive(talk, websocket_opcode::text, R"(0{"sid":"a","upgrades":[]})", tally, out);
  CHECK_FALSE(talk.joined());
  receive(talk, websocket_opcode::text, R"(40{"sid":"b"})", tally, out);
  CHECK(talk.joined());
  receive(talk, websocket_opcode::text, "2", tally, out);
  receive(talk, websocket_opcode::text, event, tally, out);
  receive(talk, websocket_opcode::binary, raw({2, 1}), tally, out);
  CHECK(tally.digest() == digest_of({{2, 1}}));
  CHECK_THROWS_AS(receive(talk, websocket_opcode::binary, raw({2, 2}), tally, out), std::runtime_error);
  CHECK_THROWS_AS(receive(talk, websocket_opcode::text, "41", tally, out), std::runtime_error);

  talk.append_ops(out, 4, 1);
  const auto frames = frames_in(out);
  REQUIRE_EQ(frames.size(), 4);
  CHECK_EQ(frames[0].payload, "40");
  CHECK_EQ(frames[1].payload, "3");
  CHECK_EQ(frames[2].payload, event);
  CHECK_EQ(frames[3].opcode, websocket_opcode::binary);
  CHECK_EQ(frames[3].payload, raw({2, 4}));
}

} // namespace atelier::bench
