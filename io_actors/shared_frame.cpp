#include "io_actors/shared_frame.hpp"

#include <algorithm>
#include <array>

namespace atelier {

namespace {

/// The latest frame with each of the two headers that there are.
struct laid_out {
  std::uint64_t serial = 0;
  frame_header_writer header = nullptr;
  bytes frame;
};

} // namespace

byte_view shared_frame(const runtime::log_tail& more, frame_header_writer append_header) {
  thread_local std::array<laid_out, 2> latest;
  auto* place = std::ranges::find(latest, append_header, &laid_out::header);
  if (place == latest.end())
    place = latest.front().header ? &latest.back() : &latest.front();
  if (place->serial != more.serial || place->header != append_header) {
    // Half a frame that an exception leaves behind is nobody's.
    place->serial = 0;
    place->header = append_header;
    place->frame.clear();
    append_header(place->frame, frame_kind::blocks, more.until.offset - more.from.offset);
    for (const auto& slice : more.slices)
      append(place->frame, slice.data);
    place->serial = more.serial;
  }
  return place->frame;
}

} // namespace atelier
