#include "bench/load/wire/frame_parser.hpp"

#include <algorithm>
#include <stdexcept>

namespace atelier::bench {

frame_parser::frame_parser(std::span<std::byte> scratch, std::size_t payload_bytes_max)
    : scratch_{scratch}, payload_bytes_max_{payload_bytes_max} {}

std::span<std::byte> frame_parser::room() {
  if (!large_.empty())
    return std::span{large_}.subspan(large_filled_);
  std::ranges::copy(kept_, scratch_.begin());
  return scratch_.subspan(kept_.size());
}

std::optional<websocket_header> frame_parser::read_header(byte_view from) const {
  auto header = read_websocket_header(from);
  if (header && header->payload_bytes > payload_bytes_max_)
    throw std::runtime_error{"a WebSocket frame has " + std::to_string(header->payload_bytes) + " bytes; at most "
                             + std::to_string(payload_bytes_max_) + " are taken"};
  return header;
}

websocket_frame frame_parser::unmasked(std::span<std::byte> from, const websocket_header& header) noexcept {
  const auto payload = from.subspan(header.header_bytes, header.payload_bytes);
  if (header.masked)
    apply_mask(payload, header.key);
  return {header.opcode, header.last, payload};
}

void frame_parser::keep(byte_view rest, const std::optional<websocket_header>& header) {
  // A frame as large as the scratch buffer would leave no room to read its last bytes.
  if (!header || header->frame_bytes() < scratch_.size()) {
    kept_.assign(rest.begin(), rest.end());
    return;
  }
  large_.resize(header->frame_bytes());
  large_filled_ = rest.size();
  std::ranges::copy(rest, large_.begin());
}

} // namespace atelier::bench
