#pragma once

#include "io_actors/outgoing.hpp"

#include <span>
#include <vector>

namespace atelier {

/// Lays messages out as frames of the stream transport, ready for gathered writes: large pieces stay where they are,
/// small ones are copied together with the frames' headers, so that a write needs few pieces. Not thread-safe, no I/O.
class frame_writer {
public:
  /// Takes over the next messages; only when `done`.
  void load(std::vector<outgoing_message> messages);

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
  std::vector<outgoing_message> messages_;
  bytes small_;
  std::vector<byte_view> pieces_;
  std::size_t next_ = 0;
};

} // namespace atelier
