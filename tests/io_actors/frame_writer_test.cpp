#include "io_actors/frame_writer.hpp"

#include "protocol/frames.hpp"
#include "tests/protocol/samples.hpp"

#include <doctest/doctest.h>

using namespace atelier;

namespace {

void append_header(bytes& to, frame_kind kind, std::size_t body_bytes) {
  append(to, frame_header(kind, body_bytes));
}

outgoing_message message_of(frame_kind kind, std::vector<bytes> parts) {
  outgoing_message out{kind, {}, 0};
  for (auto& part : parts)
    out.add(slice_of(std::make_shared<const bytes>(std::move(part))));
  return out;
}

} // namespace

TEST_CASE("frames come out byte by byte as they were put in, however the writes are cut") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    samples::random from{seed};
    frame_writer writer{append_header};
    for (int round = 0; round < 3; ++round) {
      bytes expected;
      std::vector<outgoing_message> messages;
      for (auto count = samples::between(from, 1, 6); count > 0; --count) {
        std::vector<bytes> parts;
        bytes body;
        for (auto part = samples::between(from, 0, 4); part > 0; --part) {
          parts.push_back(samples::random_bytes(from, samples::between(from, 0, 1200)));
          append(body, parts.back());
        }
        const auto kind = samples::between(from, 0, 1) == 0 ? frame_kind::json : frame_kind::blocks;
        append(expected, frame_header(kind, body.size()));
        append(expected, body);
        messages.push_back(message_of(kind, std::move(parts)));
      }
      writer.load(std::move(messages));
      bytes written;
      while (!writer.done()) {
        REQUIRE_FALSE(writer.pending().empty());
        auto budget = samples::between(from, 1, 900);
        std::size_t count = 0;
        for (const auto piece : writer.pending()) {
          REQUIRE_FALSE(piece.empty());
          const auto part = piece.first(std::min<std::size_t>(piece.size(), budget));
          append(written, part);
          count += part.size();
          budget -= part.size();
          if (budget == 0)
            break;
        }
        writer.consume(count);
      }
      CHECK_EQ(written, expected);
    }
  }
}

TEST_CASE("small pieces are gathered, and large ones are not copied") {
  frame_writer writer{append_header};
  const auto large = std::make_shared<const bytes>(10'000);
  std::vector<outgoing_message> messages;
  for (int i = 0; i < 100; ++i)
    messages.push_back(text_message(std::make_shared<const std::string>("{}")));
  messages.push_back({frame_kind::blocks, {}, 0});
  messages.back().add(slice_of(large));
  writer.load(std::move(messages));
  REQUIRE_EQ(writer.pending().size(), 2);
  CHECK_EQ(writer.pending()[1].data(), large->data());
}

TEST_CASE("bytes between two messages go as they are") {
  frame_writer writer{append_header};
  writer.load(samples::from_hex("010203"));
  REQUIRE_EQ(writer.pending().size(), 1);
  CHECK_EQ(writer.pending()[0].size(), 3);
  writer.consume(3);
  CHECK(writer.done());
}

TEST_CASE("a writer with nothing to write is done") {
  frame_writer writer{append_header};
  CHECK(writer.done());
  writer.load(std::vector<outgoing_message>{});
  CHECK(writer.done());
  CHECK(writer.pending().empty());
}
