#pragma once

#include "io_actors/frame_writer.hpp"
#include "runtime/log_tail.hpp"

namespace atelier {

/// What a log has grown by as one frame. Viewers of a group are written to one after another by few threads, so each
/// thread lays the frame out once for all viewers with the same header. `more.slices` are not empty. From any thread;
/// valid until the thread's next call.
[[nodiscard]] byte_view shared_frame(const runtime::log_tail& more, frame_header_writer append_header);

} // namespace atelier
