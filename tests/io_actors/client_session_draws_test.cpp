#include "io_actors/client_session.hpp"

#include "tests/io_actors/session_twin.hpp"
#include "tests/protocol/samples.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

using lines = std::vector<std::string>;

constexpr mux_id mux{5};
constexpr picture_id id{12};

struct painter : session_twin {
  explicit painter(const limits& bounds = {}) : session_twin{bounds} {
    subscribe(mux, picture);
  }

  /// Each rejected, as `code: first, count`, and the codes of other errors.
  lines refused() {
    lines out;
    for (const auto& line : take_all()) {
      const auto text = json::parse(line);
      auto code = text["error"]["code"].get<std::string>();
      if (text["type"] == "rejected")
        code += ": " + text["client_seq"].dump() + ", " + text["count"].dump();
      out.push_back(std::move(code));
    }
    return out;
  }

  picture_twin picture{id};
};

} // namespace

TEST_CASE("what one read brought goes to the engine as one message, DRAWs without a gap as one batch") {
  painter one;
  one.session.blocks(draw_message(id, 1, pixels(2)));
  auto message = draw_message(id, 3, pixels(1));
  append(message, draw_message(id, 10, pixels(1)));
  one.session.blocks(message);
  CHECK(one.take_sent<draws_received>().empty());
  one.session.end_of_read();
  const auto sent = one.take_sent<draws_received>();
  REQUIRE_EQ(sent.size(), 1);
  REQUIRE_EQ(sent[0].batches.size(), 2);
  CHECK_EQ(sent[0].from, connection_id{17});
  const auto& first = sent[0].batches[0];
  CHECK_EQ(first.picture, id);
  CHECK_EQ(first.first_client_seq, 1);
  CHECK_EQ(first.count, 3);
  auto ops = pixels(2);
  append(ops, pixels(1));
  CHECK_EQ(first.ops, ops);
  CHECK_EQ(sent[0].batches[1].first_client_seq, 10);
  one.session.end_of_read();
  CHECK(one.take_sent<draws_received>().empty());
}

TEST_CASE("ops of two pictures stay apart") {
  painter one;
  picture_twin second{picture_id{13}};
  one.subscribe(mux_id{6}, second);
  one.session.blocks(draw_message(id, 1, pixels(1)));
  one.session.blocks(draw_message(second.id(), 2, pixels(1)));
  one.session.end_of_read();
  const auto sent = one.take_sent<draws_received>();
  REQUIRE_EQ(sent.size(), 1);
  CHECK_EQ(sent[0].batches.size(), 2);
}

TEST_CASE("a command does not overtake what was drawn before it") {
  painter one;
  one.session.blocks(draw_message(id, 1, pixels(1)));
  one.command(1);
  one.session.blocks(draw_message(id, 2, pixels(1)));
  one.session.text(R"({"type":"close","mux_id":5})");
  one.session.text(R"({"type":"subscribe","mux_id":6,"picture":13})");
  one.session.end_of_read();
  one.collect();
  REQUIRE_EQ(one.sent.size(), 5);
  CHECK(std::holds_alternative<draws_received>(one.sent[0]));
  CHECK(std::holds_alternative<command_received>(one.sent[1]));
  CHECK(std::holds_alternative<draws_received>(one.sent[2]));
  CHECK(std::holds_alternative<stream_left>(one.sent[3]));
  CHECK(std::holds_alternative<stream_requested>(one.sent[4]));
}

TEST_CASE("one may draw only between the sync and the close") {
  session_twin one;
  picture_twin picture{id};
  const auto draw = [&] {
    one.session.blocks(draw_message(id, 4, pixels(3)));
    one.session.end_of_read();
    return one.take_sent<draws_received>().size();
  };
  CHECK_EQ(draw(), 0);
  one.session.text(R"({"type":"subscribe","mux_id":5,"picture":12})");
  CHECK_EQ(draw(), 0);
  const auto seen = one.take_all();
  REQUIRE_EQ(seen.size(), 2);
  for (const auto& line : seen) {
    const auto text = json::parse(line);
    CHECK_EQ(text["type"], "rejected");
    CHECK_EQ(text["error"]["code"], "not_joined");
    CHECK_EQ(text["client_seq"], 4);
    CHECK_EQ(text["count"], 3);
  }
  one.session.on(picture.join(mux));
  CHECK_EQ(draw(), 0);
  (void)one.take_all();
  CHECK_EQ(draw(), 1);
  one.session.text(R"({"type":"close","mux_id":5})");
  CHECK_EQ(draw(), 0);
}

TEST_CASE("ops before one that cannot be read count, and only that one is named") {
  painter one;
  auto ops = pixels(2);
  const auto unknown = samples::from_hex("63 0000");
  append(ops, unknown);
  append(ops, pixels(5));
  one.session.blocks(draw_message(id, 7, ops));
  auto cut = pixels(2);
  cut.pop_back();
  one.session.blocks(draw_message(id, 20, cut));
  one.session.end_of_read();
  CHECK_EQ(one.refused(), lines{"malformed: 9, 1", "malformed: 21, 1"});
  const auto sent = one.take_sent<draws_received>();
  REQUIRE_EQ(sent.size(), 1);
  REQUIRE_EQ(sent[0].batches.size(), 2);
  CHECK_EQ(sent[0].batches[0].count, 2);
  CHECK_EQ(sent[0].batches[0].ops, pixels(2));
  CHECK_EQ(sent[0].batches[1].count, 1);
}

TEST_CASE("numbers that pass the largest one are refused, and those up to it are not") {
  painter one;
  one.session.blocks(draw_message(id, 4294967294, pixels(3)));
  CHECK_EQ(one.refused(), lines{"bad_data: 4294967294, 3"});
  one.session.blocks(draw_message(id, 4294967294, pixels(2)));
  one.session.end_of_read();
  CHECK(one.refused().empty());
  CHECK_EQ(one.take_sent<draws_received>().size(), 1);
}

TEST_CASE("a DRAW that begins at 0 is refused, and one without a number is an error") {
  painter one;
  one.session.blocks(draw_message(id, 0, pixels(2)));
  one.session.blocks(samples::from_hex("0a000000 01 000000 0c000000 0100"));
  CHECK_EQ(one.refused(), lines{"malformed", "bad_data: 0, 2"});
  CHECK(one.take_sent<draws_received>().empty());
}

TEST_CASE("blocks that are not for clients to send, and what is no block, are errors, and those before count") {
  painter one;
  auto message = draw_message(id, 1, pixels(1));
  append_durable(message, id, 4);
  append(message, draw_message(id, 2, pixels(1)));
  append(message, samples::from_hex("ffffffff 01"));
  one.session.blocks(message);
  one.session.end_of_read();
  CHECK_EQ(one.refused(), lines{"unknown_type", "malformed"});
  const auto sent = one.take_sent<draws_received>();
  REQUIRE_EQ(sent.size(), 1);
  CHECK_EQ(sent[0].batches[0].count, 2);
}

TEST_CASE("patches are decoded, and a bad one is marked in its place") {
  painter one;
  auto ops = patch(4, 3);
  auto bad = patch(4, 3);
  bad[bad.size() - 20] ^= std::byte{0xff};
  append(ops, pixel(1));
  append(ops, bad);
  append(ops, patch(2, 2));
  one.session.blocks(draw_message(id, 1, ops));
  one.session.end_of_read();
  const auto sent = one.take_sent<draws_received>();
  REQUIRE_EQ(sent.size(), 1);
  const auto& batch = sent[0].batches[0];
  CHECK_EQ(batch.count, 4);
  REQUIRE_EQ(batch.patches.size(), 3);
  REQUIRE(batch.patches[0]);
  CHECK_EQ(*batch.patches[0], image{4, 3, {9, 9, 9, 255}});
  CHECK_FALSE(batch.patches[1]);
  CHECK(batch.patches[2]);
}

TEST_CASE("reading pauses while too much that was drawn is unacknowledged") {
  painter one{tight_limits()};
  one.session.blocks(draw_message(id, 1, pixels(100)));
  CHECK_EQ(one.take_sent<draws_received>().size(), 1);
  CHECK_FALSE(one.session.wants_input());
  one.session.on(draws_taken{});
  CHECK(one.session.wants_input());
}

TEST_CASE("a message that is too much at once is taken piece by piece, each op once and in order") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    samples::random from{seed};
    painter one{tight_limits()};
    bytes message;
    bytes expected;
    client_seq_t next = 1;
    for (int draw = 0; draw < 4; ++draw) {
      bytes ops;
      std::uint32_t count = 0;
      for (auto left = samples::between(from, 1, 80); left > 0; --left, ++count)
        append(ops, samples::between(from, 0, 20) == 0 ? patch(8, 8) : pixel(static_cast<std::uint16_t>(left)));
      append(message, draw_message(id, next, ops));
      append(expected, ops);
      next += count;
    }
    one.session.blocks(message);
    one.session.end_of_read();
    bytes seen;
    client_seq_t expected_next = 1;
    while (true) {
      const auto sent = one.take_sent<draws_received>();
      if (sent.empty())
        break;
      REQUIRE_EQ(sent.size(), 1);
      std::size_t parcel = 0;
      for (const auto& batch : sent[0].batches) {
        REQUIRE_EQ(batch.first_client_seq, expected_next);
        expected_next += batch.count;
        append(seen, batch.ops);
        parcel += batch.ops.size();
      }
      CHECK_LE(parcel, 1200);
      one.session.on(draws_taken{});
      if (one.session.wants_input())
        one.session.end_of_read();
    }
    CHECK_EQ(seen, expected);
    CHECK_EQ(expected_next, next);
    CHECK(one.session.wants_input());
    CHECK(one.refused().empty());
  }
}

TEST_CASE("only the latest position of a client's cursor in a read goes on, and only where it may draw") {
  painter one;
  bytes message;
  append_client_cursor(message, id, {1, 2});
  append_client_cursor(message, id, {-3, 4});
  append_client_cursor(message, picture_id{99}, {5, 5});
  one.session.blocks(message);
  one.session.end_of_read();
  const auto sent = one.take_sent<cursor_received>();
  REQUIRE_EQ(sent.size(), 1);
  CHECK_EQ(sent[0].picture, id);
  CHECK_EQ(sent[0].at, point{-3, 4});
  CHECK_EQ(one.refused(), lines{"not_joined"});
}

TEST_CASE("arbitrary bytes never reach the engine as more than sound ops") {
  for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
    CAPTURE(seed);
    samples::random from{seed};
    painter one{tight_limits()};
    auto message = draw_message(id, static_cast<client_seq_t>(samples::between(from, 0, 3)), pixels(4));
    append(message, samples::random_bytes(from, samples::between(from, 0, 60)));
    for (auto flips = samples::between(from, 0, 3); flips > 0; --flips)
      message[samples::between(from, 0, message.size() - 1)] ^= std::byte{1};
    one.session.blocks(message);
    one.session.end_of_read();
    for (const auto& sent : one.take_sent<draws_received>())
      for (const auto& batch : sent.batches) {
        byte_view ops = batch.ops;
        for (std::uint32_t i = 0; i < batch.count; ++i) {
          const auto size = op_size(ops);
          REQUIRE(size.has_value());
          ops = ops.subspan(*size);
        }
        CHECK(ops.empty());
      }
  }
}
