// A stream of frames, cut into pieces as the input says, must bring the same frames as the stream in one piece.

#include "protocol/frames.hpp"
#include "tests/fuzz/fuzzing.hpp"
#include "tests/protocol/samples.hpp"

#include <string>

using namespace atelier;
using fuzzing::require;

namespace {

constexpr std::size_t length_max = 2000;

struct event {
  std::optional<error> what;
  bytes framed;
  friend bool operator==(const event&, const event&) = default;
};

void drain(frame_decoder& decoder, std::vector<event>& into) {
  while (true) {
    const auto before = decoder.pending();
    const auto got = decoder.next();
    if (!got) {
      into.push_back({got.error(), {}});
      if (got.error().code == errc::frame_too_large) {
        require(decoder.pending() == 0);
        return;
      }
    } else if (!*got) {
      require(decoder.pending() < frame_header_bytes + length_max);
      return;
    } else {
      event seen;
      append(seen.framed, frame_header((*got)->kind, (*got)->body.size()));
      append(seen.framed, (*got)->body);
      require((*got)->body.size() < length_max);
      into.push_back(std::move(seen));
    }
    require(decoder.pending() < before);
  }
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  samples::random random{1};
  std::vector<bytes> seeds;
  for (int i = 0; i < 8; ++i) {
    bytes seed{std::byte(i * 3)};
    for (int j = 0; j < i; ++j) {
      const auto body = samples::random_bytes(random, samples::between(random, 0, 30));
      append(seed, frame_header(j % 2 ? frame_kind::json : frame_kind::blocks, body.size()));
      append(seed, body);
    }
    seeds.push_back(std::move(seed));
  }
  seeds.push_back(samples::from_hex("01 00000000 00000001 58 000007d1 4a"));
  fuzzing::plant(*argc, *argv, seeds);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzzing::input_reader input{std::as_bytes(std::span{data, size})};
  samples::random pieces{input.number<std::uint8_t>()};
  const auto stream = input.rest();

  frame_decoder whole{length_max};
  std::vector<event> expected;
  whole.feed(stream);
  drain(whole, expected);

  frame_decoder cut{length_max};
  std::vector<event> got;
  for (std::size_t at = 0; at < stream.size();) {
    const auto piece = std::min<std::size_t>(stream.size() - at, samples::between(pieces, 1, 40));
    cut.feed(stream.subspan(at, piece));
    at += piece;
    const bool refused = !got.empty() && got.back().what && got.back().what->code == errc::frame_too_large;
    if (!refused && pieces() % 2)
      drain(cut, got);
  }
  if (got.empty() || !got.back().what || got.back().what->code != errc::frame_too_large)
    drain(cut, got);
  require(got == expected);
  require(cut.pending() == whole.pending());
  return 0;
}
