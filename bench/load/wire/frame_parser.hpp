#pragma once

#include "bench/load/wire/websocket_frames.hpp"

#include <utility>

namespace atelier::bench {

/// Cuts one connection's bytes into WebSocket frames, in place. Reads go into a scratch buffer that all parsers of a
/// thread share, so that a connection at rest costs no memory; only the beginning of a frame that a read cut off is
/// kept. A frame larger than the scratch buffer is collected in memory of its own, each byte read where it stays.
class frame_parser {
public:
  /// `scratch` must outlive this. Frames of more than `payload_bytes_max` are an error.
  frame_parser(std::span<std::byte> scratch, std::size_t payload_bytes_max);

  /// Where to put the next bytes; no other parser of this scratch buffer may be used before `take`.
  [[nodiscard]] std::span<std::byte> room();

  /// Takes over the first `count` bytes of `room` and calls `on_frame(const websocket_frame&)`, unmasked, for each
  /// frame that is whole now. Throws std::runtime_error for what is no frame.
  template <class OnFrame>
  void take(std::size_t count, OnFrame on_frame) {
    if (!large_.empty())
      return take_large(count, on_frame);
    auto rest = scratch_.first(kept_.size() + count);
    kept_.clear();
    for (;;) {
      const auto header = read_header(rest);
      if (!header || rest.size() < header->frame_bytes())
        return keep(rest, header);
      on_frame(unmasked(rest, *header));
      rest = rest.subspan(header->frame_bytes());
    }
  }

private:
  template <class OnFrame>
  void take_large(std::size_t count, OnFrame& on_frame) {
    large_filled_ += count;
    if (large_filled_ < large_.size())
      return;
    auto whole = std::exchange(large_, {});
    on_frame(unmasked(whole, *read_header(whole)));
  }

  [[nodiscard]] std::optional<websocket_header> read_header(byte_view from) const;
  [[nodiscard]] static websocket_frame unmasked(std::span<std::byte> from, const websocket_header& header) noexcept;
  void keep(byte_view rest, const std::optional<websocket_header>& header);

  std::span<std::byte> scratch_;
  std::size_t payload_bytes_max_;
  /// The beginning of a frame; shorter than the scratch buffer.
  bytes kept_;
  /// A frame that is larger than the scratch buffer, of its final size.
  bytes large_;
  std::size_t large_filled_ = 0;
};

} // namespace atelier::bench
