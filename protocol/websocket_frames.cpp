#include "protocol/websocket_frames.hpp"

#include <array>
#include <string>

namespace atelier {

namespace {

/// Most messages fit into this, so an idle connection keeps no more.
constexpr std::size_t kept_bytes_max = 4096;

constexpr std::size_t control_bytes_max = 125;
constexpr std::size_t mask_bytes = 4;
constexpr unsigned length_of_2_bytes = 126;
constexpr unsigned length_of_8_bytes = 127;
constexpr auto fin = std::byte{0x80};
constexpr auto masked = std::byte{0x80};

using mask_type = std::array<std::byte, mask_bytes>;

template <class Integer>
Integer load_big_endian(byte_view from) noexcept {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(Integer); ++i)
    value = value << 8 | std::to_integer<std::uint64_t>(from[i]);
  return static_cast<Integer>(value);
}

template <class Integer>
void store_big_endian(bytes& to, Integer value) {
  for (auto shift = 8 * sizeof(Integer); shift > 0; shift -= 8)
    to.push_back(std::byte(std::uint64_t{value} >> (shift - 8)));
}

void unmask(std::span<std::byte> payload, const mask_type& mask) noexcept {
  std::uint64_t wide = 0;
  for (std::size_t i = 0; i < sizeof wide; i += mask_bytes)
    std::memcpy(reinterpret_cast<std::byte*>(&wide) + i, mask.data(), mask_bytes);
  std::size_t at = 0;
  for (; at + sizeof wide <= payload.size(); at += sizeof wide) {
    std::uint64_t word = 0;
    std::memcpy(&word, payload.data() + at, sizeof word);
    word ^= wide;
    std::memcpy(payload.data() + at, &word, sizeof word);
  }
  for (; at < payload.size(); ++at)
    payload[at] ^= mask[at % mask_bytes];
}

bool is_control(websocket_opcode kind) noexcept {
  return kind >= websocket_opcode::close;
}

bool is_known(websocket_opcode kind) noexcept {
  return kind <= websocket_opcode::binary || (is_control(kind) && kind <= websocket_opcode::pong);
}

error malformed(std::string why) {
  return {errc::malformed, "a WebSocket frame " + std::move(why)};
}

} // namespace

struct websocket_decoder::header {
  websocket_opcode kind{};
  bool is_last = false;
  bool is_masked = false;
  bool has_reserved_bits = false;
  std::uint64_t length = 0;
  std::size_t size = 0;
};

void append_websocket_header(bytes& to, websocket_opcode kind, std::size_t body_bytes) {
  to.push_back(fin | std::byte(kind));
  if (body_bytes < length_of_2_bytes) {
    to.push_back(std::byte(body_bytes));
  } else if (body_bytes <= 0xffff) {
    to.push_back(std::byte(length_of_2_bytes));
    store_big_endian(to, static_cast<std::uint16_t>(body_bytes));
  } else {
    to.push_back(std::byte(length_of_8_bytes));
    store_big_endian(to, std::uint64_t{body_bytes});
  }
}

bytes websocket_control(websocket_opcode kind, byte_view body) {
  bytes out;
  append_websocket_header(out, kind, body.size());
  append(out, body);
  return out;
}

bytes websocket_close(std::uint16_t code) {
  bytes body;
  store_big_endian(body, code);
  return websocket_control(websocket_opcode::close, body);
}

void websocket_decoder::feed(byte_view more) {
  if (refused_)
    return;
  // Moving no more than was consumed keeps the work linear.
  if (start_ > 0 && 2 * start_ >= buffer_.size()) {
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(start_));
    start_ = 0;
  }
  append(buffer_, more);
}

result<std::optional<websocket_message>> websocket_decoder::next() {
  while (!refused_) {
    release();
    const auto head = read_header();
    if (!head)
      return std::nullopt;
    const auto& what = *head;
    if (auto wrong = wrong_with(what))
      return refuse(std::move(*wrong));
    if (buffer_.size() - start_ < what.size + what.length)
      return std::nullopt;
    const auto payload = std::span{buffer_}.subspan(start_ + what.size, what.length);
    mask_type mask{};
    std::memcpy(mask.data(), buffer_.data() + start_ + what.size - mask_bytes, mask_bytes);
    unmask(payload, mask);
    start_ += what.size + what.length;
    if (is_control(what.kind) || (what.is_last && !fragmented_))
      return websocket_message{what.kind, payload};
    append(message_, payload);
    if (!fragmented_)
      fragmented_ = what.kind;
    if (what.is_last) {
      is_returned_ = true;
      return websocket_message{*std::exchange(fragmented_, std::nullopt), message_};
    }
  }
  return tl::unexpected{*refused_};
}

std::optional<websocket_decoder::header> websocket_decoder::read_header() const {
  const auto rest = byte_view{buffer_}.subspan(start_);
  if (rest.size() < 2)
    return std::nullopt;
  header out;
  out.is_last = (rest[0] & fin) != std::byte{};
  out.has_reserved_bits = (rest[0] & std::byte{0x70}) != std::byte{};
  out.kind = static_cast<websocket_opcode>(rest[0] & std::byte{0x0f});
  out.is_masked = (rest[1] & masked) != std::byte{};
  out.length = std::to_integer<std::uint64_t>(rest[1] & std::byte{0x7f});
  out.size = 2;
  if (out.length == length_of_2_bytes) {
    if (rest.size() < 4)
      return std::nullopt;
    out.length = load_big_endian<std::uint16_t>(rest.subspan(2));
    out.size = 4;
  } else if (out.length == length_of_8_bytes) {
    if (rest.size() < 10)
      return std::nullopt;
    out.length = load_big_endian<std::uint64_t>(rest.subspan(2));
    out.size = 10;
  }
  out.size += out.is_masked ? mask_bytes : 0;
  return out;
}

std::optional<error> websocket_decoder::wrong_with(const header& what) const {
  const auto opcode = std::to_string(static_cast<unsigned>(what.kind));
  if (!is_known(what.kind))
    return malformed("has opcode " + opcode + "; there are 0, 1, 2, 8, 9 and 10");
  if (!what.is_masked)
    return malformed("is not masked, as every frame of a client must be");
  if (what.has_reserved_bits)
    return malformed("has a reserved bit set, and no extension was agreed on");
  if (is_control(what.kind)) {
    if (!what.is_last || what.length > control_bytes_max)
      return malformed("of opcode " + opcode + " is in fragments or has more than 125 bytes");
    return std::nullopt;
  }
  if ((what.kind == websocket_opcode::continuation) != fragmented_.has_value())
    return malformed(fragmented_ ? "of opcode " + opcode + " comes before the last fragment of another message"
                                 : "goes on with a message that was not begun");
  if (what.length > message_bytes_max_ - message_.size())
    return error{errc::frame_too_large,
                 "a message has more than " + std::to_string(message_bytes_max_) + " bytes, which is the limit"};
  return std::nullopt;
}

void websocket_decoder::release() {
  if (std::exchange(is_returned_, false)) {
    message_.clear();
    if (message_.capacity() > kept_bytes_max)
      message_ = bytes{};
  }
  if (start_ < buffer_.size())
    return;
  start_ = 0;
  if (buffer_.capacity() > kept_bytes_max)
    buffer_ = bytes{};
  else
    buffer_.clear();
}

tl::unexpected<error> websocket_decoder::refuse(error why) {
  buffer_ = bytes{};
  message_ = bytes{};
  start_ = 0;
  refused_ = why;
  return tl::unexpected{std::move(why)};
}

} // namespace atelier
