// A client's WebSocket bytes, cut into pieces as the input says, must bring the same messages as in one piece.

#include "protocol/websocket_frames.hpp"
#include "tests/fuzz/fuzzing.hpp"
#include "tests/protocol/samples.hpp"

#include <string>

using namespace atelier;
using fuzzing::require;

namespace {

constexpr std::size_t message_bytes_max = 2000;

struct event {
  std::optional<error> what;
  websocket_opcode kind{};
  bytes body;
  friend bool operator==(const event&, const event&) = default;
};

/// False where the decoder has failed.
bool drain(websocket_decoder& decoder, std::vector<event>& into) {
  while (true) {
    const auto got = decoder.next();
    if (!got) {
      into.push_back({got.error(), {}, {}});
      return false;
    }
    if (!*got)
      return true;
    require((*got)->body.size() <= message_bytes_max);
    require((*got)->kind != websocket_opcode::continuation);
    into.push_back({std::nullopt, (*got)->kind, {(*got)->body.begin(), (*got)->body.end()}});
  }
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  std::vector<bytes> seeds;
  for (const auto* hex : {"00 8185 37fa213d 7f9f4d5158", "05 0282 00000000 0102 8980 00000000 8081 11111111 01",
                          "07 82fe 0100 00000000", "09 88 82 00000000 03e8", "01 82ff ffffffffffffffff"})
    seeds.push_back(samples::from_hex(hex));
  fuzzing::plant(*argc, *argv, seeds);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzzing::input_reader input{std::as_bytes(std::span{data, size})};
  samples::random pieces{input.number<std::uint8_t>()};
  const auto stream = input.rest();

  websocket_decoder whole{message_bytes_max};
  std::vector<event> expected;
  whole.feed(stream);
  drain(whole, expected);

  websocket_decoder cut{message_bytes_max};
  std::vector<event> got;
  bool is_going = true;
  for (std::size_t at = 0; at < stream.size() && is_going;) {
    const auto piece = std::min<std::size_t>(stream.size() - at, samples::between(pieces, 1, 40));
    cut.feed(stream.subspan(at, piece));
    at += piece;
    if (pieces() % 2)
      is_going = drain(cut, got);
  }
  if (is_going)
    drain(cut, got);
  require(got == expected);
  return 0;
}
