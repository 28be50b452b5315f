#include "bench/load/wire/frame_parser.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <stdexcept>

namespace atelier::bench {

namespace {

/// A frame that was parsed, with a copy of its payload.
struct seen_frame {
  websocket_opcode opcode{};
  bytes payload;
  friend bool operator==(const seen_frame&, const seen_frame&) = default;
};

constexpr std::size_t scratch_bytes = 512;
constexpr std::size_t payload_bytes_max = 100'000;

bytes pattern(std::size_t size) {
  bytes out(size);
  for (std::size_t i = 0; i < size; ++i)
    out[i] = static_cast<std::byte>(i * 7 + size);
  return out;
}

/// One frame of each way to write a length, smaller and larger than the scratch buffer, and an empty one.
const std::vector<std::size_t>& sizes() {
  static const std::vector<std::size_t> all{1, 0, 125, 126, 300, 507, 508, 509, 700, 2'000, 70'000, 3};
  return all;
}

std::vector<seen_frame> expected() {
  std::vector<seen_frame> all;
  for (const auto size : sizes())
    all.push_back({websocket_opcode::binary, pattern(size)});
  return all;
}

bytes written(masking how) {
  bytes out;
  for (const auto size : sizes())
    append_websocket_frame(out, websocket_opcode::binary, pattern(size), how);
  return out;
}

/// Parses what reads of `piece` bytes at most bring, the first one of `first` bytes.
std::vector<seen_frame> parse(byte_view data, std::size_t first, std::size_t piece) {
  bytes scratch(scratch_bytes);
  frame_parser parser{scratch, payload_bytes_max};
  std::vector<seen_frame> seen;
  for (auto next = first; !data.empty(); next = piece) {
    const auto room = parser.room();
    REQUIRE_FALSE(room.empty());
    const auto count = std::min({next, room.size(), data.size()});
    std::copy_n(data.begin(), count, room.begin());
    data = data.subspan(count);
    parser.take(count, [&](const websocket_frame& frame) {
      seen.push_back({frame.opcode, {frame.payload.begin(), frame.payload.end()}});
    });
  }
  return seen;
}

} // namespace

TEST_CASE("frames come out whole, wherever reads cut them") {
  for (const auto how : {masking::none, masking::zero_key}) {
    const auto data = written(how);
    for (const std::size_t piece : {1, 2, 3, 7, 64, 511, 512, 4096})
      CHECK(parse(data, piece, piece) == expected());
    for (std::size_t first = 1; first < 3'000; ++first)
      REQUIRE(parse(data, first, scratch_bytes) == expected());
  }
}

TEST_CASE("a mask is taken off") {
  const auto plain = pattern(11);
  auto masked = plain;
  const std::array key{std::byte{1}, std::byte{2}, std::byte{0x30}, std::byte{0xff}};
  apply_mask(masked, key);
  CHECK(masked != plain);
  bytes data{std::byte{0x82}, std::byte{0x80 | 11}, key[0], key[1], key[2], key[3]};
  append(data, masked);
  CHECK(parse(data, 1, 1) == std::vector{seen_frame{websocket_opcode::binary, plain}});
}

TEST_CASE("a frame of an extension and a frame that is too large are refused") {
  CHECK_THROWS_AS((void)parse(bytes{std::byte{0xc2}, std::byte{0}}, 2, 2), std::runtime_error);
  bytes large;
  append_websocket_header(large, websocket_opcode::binary, payload_bytes_max + 1, masking::none);
  CHECK_THROWS_AS((void)parse(large, 20, 20), std::runtime_error);
}

TEST_CASE("the parts of a fragmented message are told apart") {
  const bytes data{std::byte{0x01}, std::byte{0}, std::byte{0x80}, std::byte{0}};
  bytes scratch(scratch_bytes);
  frame_parser parser{scratch, payload_bytes_max};
  std::copy(data.begin(), data.end(), parser.room().begin());
  std::vector<std::pair<websocket_opcode, bool>> seen;
  parser.take(data.size(), [&](const websocket_frame& frame) { seen.emplace_back(frame.opcode, frame.last); });
  CHECK(seen == decltype(seen){{websocket_opcode::text, false}, {websocket_opcode::continuation, true}});
}

} // namespace atelier::bench
