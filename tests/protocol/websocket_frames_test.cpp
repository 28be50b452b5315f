#include "protocol/websocket_frames.hpp"

#include "tests/protocol/samples.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace atelier;
using samples::from_hex;
using opcode = websocket_opcode;

namespace {

constexpr std::size_t message_bytes_max = 70'000;

/// A frame as a client writes it.
bytes client_frame(opcode kind, byte_view body, bool is_last = true) {
  bytes out;
  append_websocket_header(out, kind, body.size());
  if (!is_last)
    out[0] &= std::byte{0x7f};
  out[1] |= std::byte{0x80};
  const auto mask = from_hex("37fa213d");
  append(out, mask);
  for (std::size_t i = 0; i < body.size(); ++i)
    out.push_back(body[i] ^ mask[i % 4]);
  return out;
}

bytes client_text(std::string_view text, opcode kind = opcode::text, bool is_last = true) {
  return client_frame(kind, as_byte_view(text), is_last);
}

/// Everything that `next` says until it wants more or has failed: "1 hello", "8 ", "malformed".
std::vector<std::string> drain(websocket_decoder& decoder) {
  std::vector<std::string> out;
  while (true) {
    const auto got = decoder.next();
    if (!got) {
      out.emplace_back(name_of(got.error().code));
      return out;
    }
    if (!*got)
      return out;
    out.push_back(std::to_string(static_cast<int>((*got)->kind)) + " " + std::string{as_text((*got)->body)});
  }
}

std::vector<std::string> decoded(byte_view stream) {
  websocket_decoder decoder{message_bytes_max};
  decoder.feed(stream);
  return drain(decoder);
}

} // namespace

TEST_CASE("the examples of RFC 6455, section 5.7, are read as they are meant") {
  using list = std::vector<std::string>;
  CHECK(decoded(from_hex("8185 37fa213d 7f9f4d5158")) == list{"1 Hello"});
  CHECK(decoded(from_hex("8985 37fa213d 7f9f4d5158")) == list{"9 Hello"});
  bytes unmasked;
  append_websocket_header(unmasked, opcode::text, 5);
  append(unmasked, as_byte_view("Hello"));
  CHECK(unmasked == from_hex("810548656c6c6f"));
  bytes header;
  append_websocket_header(header, opcode::binary, 256);
  CHECK(header == from_hex("827e0100"));
  header.clear();
  append_websocket_header(header, opcode::binary, 65'536);
  CHECK(header == from_hex("827f0000000000010000"));
  CHECK(websocket_control(opcode::pong, as_byte_view("Hello")) == from_hex("8a0548656c6c6f"));
  CHECK(websocket_close(1000) == from_hex("880203e8"));
}

TEST_CASE("messages of every length class come out whole, however the stream is cut") {
  for (const std::size_t size : {0, 1, 125, 126, 127, 65'535, 65'536}) {
    CAPTURE(size);
    const std::string body(size, 'x');
    auto stream = client_text(body);
    append(stream, client_text("behind", opcode::binary));
    samples::random dice{size};
    websocket_decoder decoder{message_bytes_max};
    std::vector<std::string> got;
    for (std::size_t at = 0; at < stream.size();) {
      const auto part = std::min<std::size_t>(stream.size() - at, samples::between(dice, 1, size < 1000 ? 5 : 9000));
      decoder.feed(byte_view{stream}.subspan(at, part));
      at += part;
      for (auto& each : drain(decoder))
        got.push_back(std::move(each));
    }
    CHECK(got == std::vector<std::string>{"1 " + body, "2 behind"});
    CHECK(decoder.pending() == 0);
  }
}

TEST_CASE("fragments are joined, and control frames between them come at once") {
  auto stream = client_text("one ", opcode::binary, false);
  append(stream, client_text("two ", opcode::continuation, false));
  append(stream, client_text("are you there?", opcode::ping));
  append(stream, client_text("three", opcode::continuation));
  append(stream, client_text("next"));
  CHECK(decoded(stream) == std::vector<std::string>{"9 are you there?", "2 one two three", "1 next"});
}

TEST_CASE("what breaks the protocol fails for good") {
  const std::vector<std::string> malformed{"malformed"};
  CHECK(decoded(from_hex("810548656c6c6f")) == malformed);
  CHECK(decoded(from_hex("c185 37fa213d 7f9f4d5158")) == malformed);
  CHECK(decoded(from_hex("8385 37fa213d 7f9f4d5158")) == malformed);
  CHECK(decoded(client_text("x", opcode::continuation)) == malformed);
  CHECK(decoded(client_text("x", opcode::ping, false)) == malformed);
  CHECK(decoded(client_text(std::string(126, 'x'), opcode::close)) == malformed);
  auto stream = client_text("begun", opcode::text, false);
  append(stream, client_text("another", opcode::text));
  CHECK(decoded(stream) == malformed);

  websocket_decoder decoder{message_bytes_max};
  decoder.feed(from_hex("8385 37fa213d 7f9f4d5158"));
  CHECK(drain(decoder) == malformed);
  decoder.feed(client_text("too late"));
  CHECK(drain(decoder) == malformed);
}

TEST_CASE("a message too large is refused by its header alone, in fragments too") {
  const std::vector<std::string> too_large{"frame_too_large"};
  CHECK(decoded(from_hex("82ff ffffffffffffffff")) == too_large);
  CHECK(decoded(from_hex("82ff 0000000000011171")) == too_large);
  CHECK(decoded(from_hex("82ff 0000000000011170")).empty());
  auto stream = client_text(std::string(60'000, 'x'), opcode::binary, false);
  append(stream, from_hex("80fe 2711"));
  CHECK(decoded(stream) == too_large);
}
