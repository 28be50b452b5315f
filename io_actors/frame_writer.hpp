#pragma once

#include "io_actors/outgoing.hpp"

#include <span>
#include <vector>

namespace atelier {

/// Appends what stands before a message's body on the wire.
using frame_header_writer = void (*)(bytes& to, frame_kind kind, std::size_t body_bytes);

/// Lays messages out as frames, ready for gathered writes: large pieces stay where they are, small ones are copied
/// together with the frames' headers, so that a write needs few pieces. Not thread-safe, no I/O.
class frame_writer {
public:
  explicit frame_writer(frame_header_writer append_header) : append_header_{append_header} {}

  /// Takes over the next messages; only when `done`.
  void load(std::vector<outgoing_message> messages);
  /// The same for bytes that are to go as they are.
  void load(bytes as_it_is);

  /// What is still to be written, in order; none of the pieces is empty. Valid until `load` or `consume`.
  [[nodiscard]] std::span<const byte_view> pending() const noexcept {
    return std::span{pieces_}.subspan(next_);
  }
  /// The first `count` bytes of `pending` were written.
  void consume(std::size_t count);
  [[nodiscard]] bool done() const noexcept {
    return next_ == pieces_.size();
  }

private:
  frame_header_writer append_header_;
  std::vector<outgoing_message> messages_;
  bytes small_;
  std::vector<byte_view> pieces_;
  std::size_t next_ = 0;
};

} // namespace atelier
