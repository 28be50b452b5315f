#pragma once

#include "protocol/bytes.hpp"
#include "protocol/errors.hpp"

#include <array>
#include <optional>

/// \file
/// Frames of the stream transport (Unix socket, TCP):
///
///     frame := u32 length (big-endian, counts what follows)  u8 kind ('J' JSON, 'B' blocks)  body

namespace atelier {

// GCC 12 takes a scoped enumerator for something that could shadow `atelier::json`.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
enum class frame_kind : std::uint8_t { json = 'J', blocks = 'B' };
#pragma GCC diagnostic pop

inline constexpr std::size_t frame_header_bytes = 5;

struct frame {
  frame_kind kind{};
  byte_view body;
};

/// The five bytes before a body of `body_bytes`.
[[nodiscard]] std::array<std::byte, frame_header_bytes> frame_header(frame_kind kind, std::size_t body_bytes) noexcept;

/// Cuts a byte stream into frames, each byte moved a bounded number of times however the reads cut it. Not thread-safe;
/// holds at most one frame and what one read brought, and lets go of a large frame's memory once that is dealt with.
class frame_decoder {
public:
  /// `length_max` bounds a frame's `length` field, so memory too.
  explicit frame_decoder(std::size_t length_max) : length_max_{length_max} {}

  /// Takes over what a read brought; passed over once `next` failed for good.
  void feed(byte_view more);

  /// The next whole frame, valid until the next call of `feed` or `next`; nothing where more bytes are needed. Fails
  /// for good with `frame_too_large`, judged by the length alone. A frame of unknown kind or of length 0 fails with
  /// `malformed` once and is passed over; call again.
  [[nodiscard]] result<std::optional<frame>> next();

  /// Bytes held that are not yet part of a returned frame.
  [[nodiscard]] std::size_t pending() const noexcept {
    return buffer_.size() - start_;
  }

  /// Bytes of memory held.
  [[nodiscard]] std::size_t capacity() const noexcept {
    return buffer_.capacity();
  }

private:
  std::size_t length_max_;
  bytes buffer_;
  std::size_t start_ = 0;
  /// The length that was too large.
  std::optional<std::uint32_t> refused_;
};

} // namespace atelier
