#include "protocol/frames.hpp"

#include "tests/protocol/samples.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using samples::from_hex;

namespace {

constexpr std::size_t length_max = 1024 * 1024;

bytes framed(frame_kind kind, byte_view body) {
  bytes out;
  append(out, frame_header(kind, body.size()));
  append(out, body);
  return out;
}

struct event {
  std::string what;
  bytes body;
  friend bool operator==(const event&, const event&) = default;
};

/// Everything that `next` says until it wants more or has failed for good.
void drain(frame_decoder& decoder, std::vector<event>& into) {
  while (true) {
    const auto got = decoder.next();
    if (!got) {
      into.push_back({std::string{name_of(got.error().code)}, {}});
      if (got.error().code == errc::frame_too_large)
        return;
    } else if (!*got) {
      return;
    } else {
      into.push_back({std::string(1, static_cast<char>((*got)->kind)), {(*got)->body.begin(), (*got)->body.end()}});
    }
  }
}

} // namespace

TEST_CASE("a frame is a big-endian length that counts the kind, the kind and the body") {
  CHECK_EQ(framed(frame_kind::json, as_byte_view("{}")), from_hex("00000003 4a 7b7d"));
  CHECK_EQ(framed(frame_kind::blocks, bytes(0x012344)), [] {
    auto expected = from_hex("00012345 42");
    expected.resize(expected.size() + 0x012344);
    return expected;
  }());
}

TEST_CASE("frames come out whole and in order however the stream is cut in two") {
  bytes stream = framed(frame_kind::json, as_byte_view("{\"type\":\"goodbye\"}"));
  append(stream, framed(frame_kind::blocks, from_hex("00ff10")));
  append(stream, framed(frame_kind::json, {}));
  append(stream, from_hex("00000000"));
  append(stream, from_hex("00000002 58 01"));
  append(stream, framed(frame_kind::blocks, from_hex("07")));
  const std::vector<event> expected{
      {"J", {as_byte_view("{\"type\":\"goodbye\"}").begin(), as_byte_view("{\"type\":\"goodbye\"}").end()}},
      {"B", from_hex("00ff10")},
      {"J", {}},
      {"malformed", {}},
      {"malformed", {}},
      {"B", from_hex("07")}};
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    CAPTURE(cut);
    frame_decoder decoder{length_max};
    std::vector<event> got;
    decoder.feed(byte_view{stream}.first(cut));
    drain(decoder, got);
    decoder.feed(byte_view{stream}.subspan(cut));
    drain(decoder, got);
    CHECK_EQ(got.size(), expected.size());
    CHECK(got == expected);
    CHECK_EQ(decoder.pending(), 0);
  }
}

TEST_CASE("frames come out whole when the stream comes byte by byte, or in random pieces") {
  samples::random random{20261120};
  for (int round = 0; round < 50; ++round) {
    CAPTURE(round);
    bytes stream;
    std::vector<event> expected;
    for (int i = 0; i < 20; ++i) {
      const auto body = samples::random_bytes(random, samples::between(random, 0, i % 5 == 0 ? 5000 : 40));
      const auto kind = random() % 2 ? frame_kind::json : frame_kind::blocks;
      append(stream, framed(kind, body));
      expected.push_back({std::string(1, static_cast<char>(kind)), body});
    }
    frame_decoder decoder{length_max};
    std::vector<event> got;
    for (std::size_t at = 0; at < stream.size();) {
      const auto piece = std::min(stream.size() - at, round == 0 ? 1 : samples::between(random, 1, 7000));
      decoder.feed(byte_view{stream}.subspan(at, piece));
      drain(decoder, got);
      at += piece;
    }
    CHECK(got == expected);
  }
}

TEST_CASE("one frame may be taken after each read although more have come") {
  frame_decoder decoder{length_max};
  bytes stream;
  for (int i = 0; i < 100; ++i)
    append(stream, framed(frame_kind::blocks, bytes(static_cast<std::size_t>(i), std::byte(i))));
  decoder.feed(stream);
  for (int i = 0; i < 100; ++i) {
    const auto got = decoder.next();
    REQUIRE(got.has_value());
    REQUIRE(got->has_value());
    CHECK_EQ(bytes((*got)->body.begin(), (*got)->body.end()), bytes(static_cast<std::size_t>(i), std::byte(i)));
    decoder.feed({});
  }
  CHECK_EQ(decoder.pending(), 0);
}

TEST_CASE("a frame of the largest length passes, and one byte more is refused by its length alone, for good") {
  frame_decoder largest{10};
  largest.feed(from_hex("0000000a 42 010203040506070809"));
  const auto got = largest.next();
  REQUIRE(got.has_value());
  REQUIRE(got->has_value());
  CHECK_EQ((*got)->body.size(), 9);

  frame_decoder decoder{10};
  decoder.feed(from_hex("0000000b"));
  for (int i = 0; i < 3; ++i) {
    const auto refused = decoder.next();
    REQUIRE_FALSE(refused.has_value());
    CHECK_EQ(refused.error().code, errc::frame_too_large);
    CHECK_EQ(refused.error().message, "a frame announces 11 bytes; the limit is 10");
    decoder.feed(from_hex("00000001 4a"));
    CHECK_EQ(decoder.pending(), 0);
  }
}

TEST_CASE("a frame of unknown kind and one without a kind are named once and passed over") {
  frame_decoder decoder{length_max};
  decoder.feed(from_hex("00000003 6a 0102  00000000  00000001 42"));
  auto got = decoder.next();
  REQUIRE_FALSE(got.has_value());
  CHECK_EQ(got.error(), error{errc::malformed, "a frame has kind 106; it must be 74 ('J', JSON) or 66 ('B', blocks)"});
  got = decoder.next();
  REQUIRE_FALSE(got.has_value());
  CHECK_EQ(got.error().code, errc::malformed);
  got = decoder.next();
  REQUIRE(got.has_value());
  REQUIRE(got->has_value());
  CHECK_EQ((*got)->kind, frame_kind::blocks);
  CHECK((*got)->body.empty());
}

TEST_CASE("the memory of a large frame is let go when the next one is asked for") {
  frame_decoder decoder{length_max};
  decoder.feed(framed(frame_kind::blocks, bytes(length_max - 1)));
  REQUIRE(decoder.next().value().has_value());
  CHECK_GE(decoder.capacity(), length_max);
  REQUIRE_FALSE(decoder.next().value().has_value());
  CHECK_LE(decoder.capacity(), 4096);
}

TEST_CASE("an announced length takes no memory before the bytes come") {
  frame_decoder decoder{length_max};
  decoder.feed(from_hex("00100000 42"));
  CHECK_FALSE(decoder.next().value().has_value());
  CHECK_LE(decoder.capacity(), 64);
}

TEST_CASE("what is held stays below two frames and a read, also when a reader never catches up") {
  constexpr std::size_t frame_bytes = 1000;
  frame_decoder decoder{frame_bytes};
  const auto one = framed(frame_kind::blocks, bytes(frame_bytes - 1));
  decoder.feed(one);
  for (int i = 0; i < 10'000; ++i) {
    decoder.feed(one);
    REQUIRE(decoder.next().value().has_value());
    REQUIRE_EQ(decoder.pending(), one.size());
    REQUIRE_LE(decoder.capacity(), 8 * one.size());
  }
}
