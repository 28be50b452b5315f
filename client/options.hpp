#pragma once

#include <chrono>
#include <cstddef>

namespace atelier::client {

/// What a connection may take, in time and in memory.
struct options {
  /// Until the server has said `hello`.
  std::chrono::milliseconds connect_max{10'000};
  /// Until a command's response; the command then fails as `timed_out`, though the server may still carry it out.
  std::chrono::milliseconds response_max{60'000};
  /// What was sent has this long to leave when the last half is dropped.
  std::chrono::milliseconds linger_max{1'000};
  /// Messages that wait for `recv`; past it nothing more is read from the server, responses included.
  std::size_t received_bytes_max = 16 * 1024 * 1024;
  /// Messages that wait to be sent; past it sending blocks.
  std::size_t sending_bytes_max = 4 * 1024 * 1024;
  /// One message of the server: a raw snapshot of the largest picture fits twice.
  std::size_t message_bytes_max = 128 * 1024 * 1024;
};

} // namespace atelier::client
