#include "protocol/frames.hpp"

namespace atelier {

namespace {

/// Most messages fit into this, so an idle connection keeps no more.
constexpr std::size_t kept_bytes_max = 4096;

constexpr std::size_t length_bytes = 4;

std::uint32_t load_big_endian(byte_view from) noexcept {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < length_bytes; ++i)
    value = value << 8 | std::to_integer<std::uint32_t>(from[i]);
  return value;
}

} // namespace

std::array<std::byte, frame_header_bytes> frame_header(frame_kind kind, std::size_t body_bytes) noexcept {
  const auto length = static_cast<std::uint32_t>(body_bytes + 1);
  return {std::byte(length >> 24), std::byte(length >> 16), std::byte(length >> 8), std::byte(length), std::byte(kind)};
}

void frame_decoder::feed(byte_view more) {
  if (refused_)
    return;
  // Moving no more than was consumed keeps the work linear.
  if (start_ > 0 && start_ >= pending()) {
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(start_));
    start_ = 0;
  }
  append(buffer_, more);
}

result<std::optional<frame>> frame_decoder::next() {
  if (!refused_ && pending() == 0) {
    start_ = 0;
    if (buffer_.capacity() > kept_bytes_max)
      buffer_ = bytes{};
    else
      buffer_.clear();
  }
  if (!refused_ && pending() < length_bytes)
    return std::nullopt;
  const auto rest = byte_view{buffer_}.subspan(start_);
  const auto length = refused_ ? *refused_ : load_big_endian(rest);
  if (length > length_max_) {
    refused_ = length;
    buffer_ = bytes{};
    start_ = 0;
    return failure(errc::frame_too_large, "a frame announces " + std::to_string(length) + " bytes; the limit is "
                                              + std::to_string(length_max_));
  }
  if (rest.size() < length_bytes + length)
    return std::nullopt;
  start_ += length_bytes + length;
  if (length == 0)
    return failure(errc::malformed, "a frame has length 0; it must hold at least its kind, 'J' or 'B'");
  const auto kind = static_cast<frame_kind>(rest[length_bytes]);
  if (kind != frame_kind::json && kind != frame_kind::blocks)
    return failure(errc::malformed, "a frame has kind " + std::to_string(std::to_integer<int>(rest[length_bytes]))
                                        + "; it must be 74 ('J', JSON) or 66 ('B', blocks)");
  return frame{kind, rest.subspan(frame_header_bytes, length - 1)};
}

} // namespace atelier
