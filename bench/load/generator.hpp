#pragma once

#include "bench/load/wire/event_loop.hpp"
#include "protocol/bytes.hpp"

namespace atelier::bench {

class viewer;

/// What all connections of the generator share: its one thread's loop, the buffer that everything is read into, and
/// where the server is.
struct generator {
  explicit generator(std::uint16_t server_port, waiting how = waiting::polling) : loop{how}, port{server_port} {}

  event_loop loop;
  bytes scratch = bytes(256 * 1024);
  std::uint16_t port = 0;
};

/// Lets all of them join, some hundred at a time, and returns when they have. Throws std::runtime_error where that
/// comes to a stop.
void join_all(generator& with, std::span<viewer* const> viewers);

} // namespace atelier::bench
