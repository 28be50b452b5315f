#pragma once

#include "protocol/bytes.hpp"
#include "protocol/ids.hpp"
#include "protocol/image.hpp"

#include <deque>

namespace atelier::test {

/// A picture as one viewer was told that it is on disk: what the server must still have after it was killed.
class durable_picture {
public:
  void snapshot_came(seq_t seq, image raster);
  /// The op after the one before.
  void op_came(seq_t seq, byte_view op);
  void durable_came(seq_t seq);

  /// Every op up to here was called durable.
  [[nodiscard]] seq_t watermark() const noexcept {
    return watermark_;
  }

  struct state {
    seq_t seq = 0;
    /// Empty where no state at or below the watermark was seen.
    image raster;
  };
  /// The newest state at or below the watermark that can be known.
  [[nodiscard]] const state& newest();

private:
  struct op_seen {
    seq_t seq = 0;
    bytes op;
  };
  void advance();

  seq_t watermark_ = 0;
  /// The last snapshot with the durable ones of those that came after it.
  state base_;
  std::deque<op_seen> after_base_;
  /// Where the last snapshot was ahead of the watermark, the newest state before it.
  state earlier_;
};

} // namespace atelier::test
