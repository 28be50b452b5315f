#pragma once

#include "client/cli/picture_lookup.hpp"
#include "client/connection.hpp"
#include "client/picture_stream.hpp"

#include <functional>

namespace atelier::cli {

/// Who wants to know what comes over a picture's stream.
struct picture_events {
  std::function<client::outcome<void>(const block&)> on_block;
  std::function<client::outcome<void>(const json&)> on_sync;
  /// Anything else about the picture: presence, rejected.
  std::function<void(const json&)> on_message;
};

/// Tells what a message of a connection with one picture's stream means. A fault where the stream is over: refused,
/// closed, or broken.
[[nodiscard]] client::outcome<void> dispatch(const client::message& came, picture_id picture,
                                             const picture_events& events);

/// The stream's number on a connection that has only one.
inline constexpr mux_id only_stream{1};

} // namespace atelier::cli
