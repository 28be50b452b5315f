#include "tests/system/environment.hpp"
#include "tests/system/studio.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr std::string_view ping = R"({"type":"command","id":1,"action":"ping"})";

bytes random_bytes(std::mt19937_64& dice, std::size_t size) {
  bytes out(size);
  for (auto& each : out)
    each = static_cast<std::byte>(dice());
  return out;
}

/// What may be answered to bytes without any meaning.
const std::set<std::string> complaints{"malformed", "frame_too_large", "unknown_type", "bad_data", "end"};

} // namespace

TEST_CASE("a frame that is none is answered, and fifty others notice nothing") {
  using namespace std::literals;
  studio all;
  for (const auto& url : {all.server().unix_url(), all.server().tcp_url()}) {
    CAPTURE(url);
    auto one = all.visit(url);
    for (const auto raw :
         {"\0\0\0\0"sv, "\0\0\0\1X"sv, "\0\0\0\1B"sv, "\0\0\0\1J"sv, "\0\0\0\3j{}"sv, "\0\0\0\3J\x80\xff"sv}) {
      one.send(raw);
      CHECK(one.next_word() == "malformed");
    }
    // A frame may come in single bytes.
    bytes whole;
    append(whole, frame_header(frame_kind::json, ping.size()));
    append(whole, as_byte_view(ping));
    for (std::size_t i = 0; i < whole.size(); ++i)
      one.send(byte_view{whole}.subspan(i, 1));
    CHECK(one.next_word() == "response");
    one.send("\0\0\1\0J{"sv);
    one.finish();
    CHECK(one.next_word() == "malformed");
    CHECK(one.next_word() == "end");
    // One byte past the limit, 2 GB and 4 GB: judged by the length alone.
    for (const auto length : {"\0\x10\0\1J"sv, "\x7f\xff\xff\xff"sv,
                              "\xff\xff\xff\xff"
                              "B"sv}) {
      auto other = all.visit(url);
      other.send(length);
      CHECK(other.next_word() == "frame_too_large");
      CHECK(other.next_word() == "frame_too_large");
      CHECK(other.next_word() == "end");
    }
  }
  all.check();
}

TEST_CASE("bytes at random do no more than end their own connection") {
  studio all;
  const auto seed = from_environment("ATELIER_SEED", 1);
  CAPTURE(seed);
  std::mt19937_64 dice{seed};
  for (std::size_t round = 0; round < 12; ++round) {
    CAPTURE(round);
    auto one = all.visit(all.server().url(round));
    one.send(random_bytes(dice, dice() % 3000));
    one.finish();
    for (auto word = one.next_word(); word != "end"; word = one.next_word())
      CHECK_MESSAGE(complaints.contains(word), word);

    auto other = all.visit(all.server().url(round));
    for (int i = 0; i < 10; ++i) {
      // A message of text that is not UTF-8 is the end of a WebSocket, by its own standard.
      other.send_message(frame_kind::blocks, random_bytes(dice, 1 + dice() % 300));
      const auto word = other.next_word();
      CHECK_MESSAGE((word == "malformed" || word == "unknown_type"), word);
    }
    other.say(ping);
    CHECK(other.next_word() == "response");
  }
  all.check();
}

TEST_CASE("what breaks the rules of a WebSocket ends it, and a message past the limit is refused") {
  using namespace std::literals;
  studio all;
  const auto broken = {// Not masked; a reserved bit; an opcode that is none; a close of one byte; a ping in two parts.
                       "\x81\2{}"sv, "\xc1\x80\0\0\0\0"sv, "\x83\x80\0\0\0\0"sv, "\x88\x81\0\0\0\0\1"sv,
                       "\x09\x80\0\0\0\0"sv,
                       // A length that could be written shorter, a continuation of nothing, text that is not UTF-8, and
                       // a length of more than 63 bits.
                       "\x82\xff\0\0\0\0\0\0\0\1\0\0\0\0\1"sv, "\x80\x80\0\0\0\0"sv, "\x81\x82\0\0\0\0\xc3\x28"sv,
                       "\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0"sv};
  for (const auto raw : broken) {
    auto one = all.visit(all.server().ws_url());
    one.send(raw);
    one.finish();
    const auto complaint = one.next_word();
    CHECK_MESSAGE(complaints.contains(complaint), complaint);
    auto word = complaint;
    if (word != "end")
      word = one.next_word();
    // Where the boundary of frames is lost, a goodbye has the same reason.
    if (word != "end" && word == complaint)
      word = one.next_word();
    CHECK(word == "end");
  }
  // A message that says to have 4 GB is refused when more than a message's bytes have come.
  auto large = all.visit(all.server().ws_url());
  large.send("\x82\xff\0\0\0\1\0\0\0\0\0\0\0\0"sv);
  large.send(bytes(1024 * 1024 + 1));
  CHECK(large.next_word() == "frame_too_large");
  CHECK(large.next_word() == "frame_too_large");
  CHECK(large.next_word() == "end");
  all.check();
}
