#include "bench/load/wire/websocket_frames.hpp"

#include <stdexcept>

namespace atelier::bench {

namespace {

constexpr std::uint8_t last_bit = 0x80;
constexpr std::uint8_t reserved_bits = 0x70;
constexpr std::uint8_t masked_bit = 0x80;
/// The seven bits of length that stand for a longer field after them.
constexpr std::uint8_t length_of_16_bits = 126;
constexpr std::uint8_t length_of_64_bits = 127;

std::uint64_t load_be(byte_view from) noexcept {
  std::uint64_t value = 0;
  for (const auto each : from)
    value = value << 8 | std::to_integer<std::uint64_t>(each);
  return value;
}

void store_be(std::span<std::byte> to, std::uint64_t value) noexcept {
  for (auto i = to.size(); i-- > 0; value >>= 8)
    to[i] = static_cast<std::byte>(value);
}

} // namespace

std::optional<websocket_header> read_websocket_header(byte_view from) {
  if (from.size() < 2)
    return std::nullopt;
  const auto first = std::to_integer<std::uint8_t>(from[0]);
  const auto second = std::to_integer<std::uint8_t>(from[1]);
  if (first & reserved_bits)
    throw std::runtime_error{"a WebSocket frame uses an extension that nobody asked for"};
  websocket_header header;
  header.opcode = static_cast<websocket_opcode>(first & 0x0f);
  header.last = first & last_bit;
  header.masked = second & masked_bit;
  const std::uint8_t length = second & 0x7f;
  const std::size_t length_bytes = length == length_of_16_bits ? 2 : length == length_of_64_bits ? 8 : 0;
  header.header_bytes = 2 + length_bytes + (header.masked ? header.key.size() : 0);
  if (from.size() < header.header_bytes)
    return std::nullopt;
  header.payload_bytes = length_bytes == 0 ? length : load_be(from.subspan(2, length_bytes));
  if (header.masked)
    std::memcpy(header.key.data(), from.data() + 2 + length_bytes, header.key.size());
  return header;
}

void apply_mask(std::span<std::byte> payload, const std::array<std::byte, 4>& key) noexcept {
  const auto word = load_le<std::uint32_t>(key);
  if (word == 0)
    return;
  std::size_t i = 0;
  for (; i + sizeof word <= payload.size(); i += sizeof word) {
    const auto masked = load_le<std::uint32_t>(payload, i) ^ word;
    std::memcpy(payload.data() + i, &masked, sizeof masked);
  }
  for (; i < payload.size(); ++i)
    payload[i] ^= key[i % key.size()];
}

std::size_t write_websocket_header(std::span<std::byte, websocket_header_bytes_max> to, websocket_opcode opcode,
                                   std::size_t payload_bytes, masking how) noexcept {
  const std::uint8_t masked = how == masking::none ? 0 : masked_bit;
  to[0] = static_cast<std::byte>(last_bit | static_cast<std::uint8_t>(opcode));
  std::size_t length_bytes = 0;
  auto length = static_cast<std::uint8_t>(payload_bytes);
  if (payload_bytes > 0xffff) {
    length_bytes = 8;
    length = length_of_64_bits;
  } else if (payload_bytes >= length_of_16_bits) {
    length_bytes = 2;
    length = length_of_16_bits;
  }
  to[1] = static_cast<std::byte>(masked | length);
  store_be(to.subspan(2, length_bytes), payload_bytes);
  if (how == masking::none)
    return 2 + length_bytes;
  std::memset(to.data() + 2 + length_bytes, 0, 4);
  return 2 + length_bytes + 4;
}

void append_websocket_header(bytes& to, websocket_opcode opcode, std::size_t payload_bytes, masking how) {
  std::array<std::byte, websocket_header_bytes_max> header;
  append(to, byte_view{header}.first(write_websocket_header(header, opcode, payload_bytes, how)));
}

void append_websocket_frame(bytes& to, websocket_opcode opcode, byte_view payload, masking how) {
  append_websocket_header(to, opcode, payload.size(), how);
  append(to, payload);
}

} // namespace atelier::bench
