#include "protocol/server_messages.hpp"
#include "tests/io_actors/session_twin.hpp"
#include "tests/protocol/samples.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

using lines = std::vector<std::string>;

constexpr mux_id mux{5};
constexpr picture_id id{12};
constexpr transfer_id upload{5};
constexpr transfer_id download{6};

deliver text(std::string what, bool response = false) {
  return {std::make_shared<const std::string>(std::move(what)), response};
}

transfer_part part(transfer_id transfer, std::uint64_t offset, std::size_t size, bool last = false) {
  return {transfer, std::make_shared<const bytes>(chunk_message(transfer, offset, size)), last};
}

/// Code and message of the only line that waits, an error.
std::pair<std::string, std::string> refusal(session_twin& of) {
  const auto seen = of.take_all();
  REQUIRE_EQ(seen.size(), 1);
  const auto text = json::parse(seen[0]);
  CHECK_EQ(text["type"], "error");
  return {text["error"]["code"], text["error"]["message"]};
}

/// Every piece that the engine has been sent since the last call, as `OFFSET+SIZE`.
lines pieces(session_twin& of) {
  lines out;
  for (const auto& each : of.take_sent<chunk_received>())
    out.push_back(std::to_string(each.offset) + "+" + std::to_string(each.piece->size()));
  return out;
}

} // namespace

TEST_CASE("a CHUNK reaches the engine as a piece of its own memory") {
  session_twin one;
  auto message = chunk_message(upload, 4096, 3);
  one.session.blocks(message);
  CHECK(one.take_sent<chunk_received>().empty());
  one.session.end_of_read();
  std::fill(message.begin(), message.end(), std::byte{0xee});
  const auto sent = one.take_sent<chunk_received>();
  REQUIRE_EQ(sent.size(), 1);
  CHECK_EQ(sent[0].from, connection_id{17});
  CHECK_EQ(sent[0].transfer, upload);
  CHECK_EQ(sent[0].offset, 4096);
  CHECK_EQ(*sent[0].piece, bytes(3, std::byte{'c'}));
  one.session.end_of_read();
  CHECK(one.take_sent<chunk_received>().empty());
}

TEST_CASE("pieces, ops and commands reach the engine in the order in which the client sent them") {
  session_twin one;
  picture_twin picture{id};
  one.subscribe(mux, picture);
  auto message = draw_message(id, 1, pixels(1));
  append(message, chunk_message(upload, 0, 3));
  append(message, draw_message(id, 2, pixels(1)));
  append(message, draw_message(id, 3, pixels(1)));
  one.session.blocks(message);
  one.command(1);
  one.session.blocks(chunk_message(upload, 3, 3));
  one.session.end_of_read();
  one.collect();
  REQUIRE_EQ(one.sent.size(), 5);
  CHECK(std::holds_alternative<draws_received>(one.sent[0]));
  CHECK(std::holds_alternative<chunk_received>(one.sent[1]));
  CHECK_EQ(std::get<draws_received>(one.sent[2]).batches.at(0).count, 2);
  CHECK(std::holds_alternative<command_received>(one.sent[3]));
  CHECK_EQ(std::get<chunk_received>(one.sent[4]).offset, 3);
}

TEST_CASE("a CHUNK without bytes, cut short or with a picture is an error, and what is behind it counts") {
  session_twin one;
  for (const auto* bad : {"14000000 06 000000 00000000  05000000 0000000000000000", "08000000 06 000000 00000000"}) {
    CAPTURE(bad);
    one.session.blocks(samples::from_hex(bad));
    const auto [code, message] = refusal(one);
    CHECK_EQ(code, "malformed");
    CHECK_NE(message.find("a CHUNK's payload"), std::string::npos);
  }
  auto message = samples::from_hex("15000000 06 000000 0c000000  05000000 0000000000000000 aa");
  append(message, chunk_message(upload, 7, 1));
  one.session.blocks(message);
  one.session.end_of_read();
  CHECK_EQ(refusal(one).second, "a CHUNK names picture 12; an attachment belongs to none, so it must be 0");
  CHECK_EQ(pieces(one), lines{"7+1"});
}

TEST_CASE("a block that is not for clients is told which ones are") {
  session_twin one;
  bytes message;
  append_durable(message, id, 4);
  one.session.blocks(message);
  CHECK_EQ(refusal(one).second, "a client sent DURABLE (kind 4); it may send DRAW (1), CURSOR (5) and CHUNK (6)");
}

TEST_CASE("reading pauses while as many pieces are not taken as may wait") {
  session_twin one;
  static_assert(limits::chunks_waiting_max == 2);
  one.session.blocks(chunk_message(upload, 0, 10));
  CHECK(one.session.wants_input());
  one.session.blocks(chunk_message(upload, 10, 10));
  CHECK_FALSE(one.session.wants_input());
  CHECK_EQ(pieces(one), lines{"0+10", "10+10"});
  one.session.on(chunk_taken{});
  CHECK(one.session.wants_input());
  one.session.blocks(chunk_message(upload, 20, 10));
  CHECK_FALSE(one.session.wants_input());
}

TEST_CASE("a message of many pieces and ops is taken a few pieces at a time, all of it once and in order") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    samples::random from{seed};
    session_twin one{tight_limits()};
    picture_twin picture{id};
    one.subscribe(mux, picture);
    bytes message;
    lines expected;
    client_seq_t next = 1;
    for (std::uint64_t offset = 0, blocks = 0; blocks < 30; ++blocks) {
      if (samples::between(from, 0, 1) == 0) {
        const auto count = static_cast<std::uint16_t>(samples::between(from, 1, 40));
        append(message, draw_message(id, next, pixels(count)));
        for (std::uint16_t i = 0; i < count; ++i)
          expected.push_back("op " + std::to_string(next++));
      } else {
        const auto size = samples::between(from, 1, 50);
        append(message, chunk_message(upload, offset, size));
        expected.push_back(std::to_string(offset) + "+" + std::to_string(size));
        offset += size;
      }
    }
    one.session.blocks(message);
    one.session.end_of_read();
    lines seen;
    std::size_t draws = 0;
    std::size_t chunks = 0;
    while (true) {
      one.collect();
      for (const auto& each : std::exchange(one.sent, {})) {
        if (const auto* piece = std::get_if<chunk_received>(&each)) {
          ++chunks;
          seen.push_back(std::to_string(piece->offset) + "+" + std::to_string(piece->piece->size()));
        } else {
          ++draws;
          for (const auto& batch : std::get<draws_received>(each).batches)
            for (std::uint32_t i = 0; i < batch.count; ++i)
              seen.push_back("op " + std::to_string(batch.first_client_seq + i));
        }
      }
      CHECK_LE(chunks, limits::chunks_waiting_max);
      if (draws + chunks == 0)
        break;
      // The engine works pieces and ops off in whichever order.
      const bool piece = draws == 0 || (chunks > 0 && samples::between(from, 0, 1) == 0);
      if (piece)
        one.session.on(chunk_taken{});
      else
        one.session.on(draws_taken{});
      --(piece ? chunks : draws);
    }
    CHECK(seen == expected);
    CHECK(one.session.wants_input());
    CHECK(one.take_all().empty());
  }
}

TEST_CASE("a client that leaves has all its pieces taken, and hears of them, before it is over") {
  session_twin one;
  auto message = chunk_message(upload, 0, 10);
  for (std::uint64_t offset = 10; offset < 50; offset += 10)
    append(message, chunk_message(upload, offset, 10));
  one.session.blocks(message);
  one.session.text(R"({"type":"goodbye"})");
  CHECK_EQ(pieces(one), lines{"0+10", "10+10"});
  for (int taken = 0; taken < 5; ++taken) {
    CHECK(one.take_all().empty());
    CHECK_FALSE(one.last);
    if (taken == 4)
      one.session.on(text("so much is written"));
    one.session.on(chunk_taken{});
  }
  CHECK_EQ(pieces(one), lines{"20+10", "30+10", "40+10"});
  CHECK_EQ(one.take_all(), lines{"so much is written"});
  CHECK(one.last);
}

TEST_CASE("a goodbye of the server forgets the pieces that are held") {
  session_twin one;
  auto message = chunk_message(upload, 0, 10);
  append(message, chunk_message(upload, 10, 10));
  append(message, chunk_message(upload, 20, 10));
  one.session.blocks(message);
  one.session.on(say_goodbye{goodbye_reason::shutting_down});
  one.session.on(chunk_taken{});
  CHECK_EQ(pieces(one), lines{"0+10", "10+10"});
  CHECK_EQ(one.take_all(), lines{goodbye_text(goodbye_reason::shutting_down)});
}

TEST_CASE("parts of an attachment have their place among the texts, and each asks for the next but the last") {
  session_twin one;
  one.session.on(text("before"));
  one.session.on(part(download, 0, 100));
  one.session.on(text("between"));
  const auto asked = one.take_sent<transfer_part_taken>();
  REQUIRE_EQ(asked.size(), 1);
  CHECK_EQ(asked[0].from, connection_id{17});
  CHECK_EQ(asked[0].transfer, download);
  one.session.on(part(download, 100, 50, true));
  CHECK_EQ(one.take_all(), lines{"before", "CHUNK 6: 0+100", "between", "CHUNK 6: 100+50"});
  CHECK(one.take_sent<transfer_part_taken>().empty());
}

TEST_CASE("a client that takes nothing is asked for no more parts, and one that does is, for each transfer once") {
  limits bounds;
  bounds.outbox_bytes_max = 16'000;
  session_twin one{bounds};
  one.session.on(part(download, 0, 1'500));
  one.session.on(part(transfer_id{7}, 0, 1'500));
  CHECK(one.take_sent<transfer_part_taken>().empty());
  one.session.on(text("a text asks for nothing"));
  CHECK(one.take_sent<transfer_part_taken>().empty());
  CHECK_EQ(one.take_all(), lines{"CHUNK 6: 0+1500", "CHUNK 7: 0+1500", "a text asks for nothing"});
  const auto asked = one.take_sent<transfer_part_taken>();
  REQUIRE_EQ(asked.size(), 2);
  CHECK_EQ(asked[0].transfer, download);
  CHECK_EQ(asked[1].transfer, transfer_id{7});
  (void)one.take_all();
  CHECK(one.take_sent<transfer_part_taken>().empty());
}

TEST_CASE("parts count as what waits, so that a client that takes none of them is too slow") {
  session_twin one{tight_limits()};
  one.session.on(part(download, 0, 2'500));
  CHECK_FALSE(one.session.wants_input());
  one.session.on(part(transfer_id{7}, 0, 2'500));
  CHECK_EQ(one.take_all(), lines{goodbye_text(goodbye_reason::too_slow)});
  one.session.on(part(download, 2'500, 100));
  CHECK(one.take_all().empty());
  CHECK(one.take_sent<transfer_part_taken>().empty());
}

TEST_CASE("after a goodbye of the server no part is sent or asked for") {
  session_twin one;
  one.session.on(part(download, 0, 100));
  static_cast<void>(one.take_sent<transfer_part_taken>());
  one.session.on(say_goodbye{goodbye_reason::shutting_down});
  one.session.on(part(download, 100, 100));
  CHECK_EQ(one.take_all(), lines{"CHUNK 6: 0+100", goodbye_text(goodbye_reason::shutting_down)});
  CHECK(one.take_sent<transfer_part_taken>().empty());
}
