#pragma once

#include "protocol/messages.hpp"

#include <variant>
#include <vector>

namespace atelier {

/// What a client's session has the engine told.
using engine_message =
    std::variant<command_received, stream_requested, stream_left, resync_requested, draws_received, cursor_received,
                 texts_requested, text_page_taken, text_stream_left, chunk_received, transfer_part_taken>;
using engine_messages = std::vector<engine_message>;

} // namespace atelier
