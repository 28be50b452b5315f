#pragma once

#include "bench/relay/relay_connection.hpp"

#include <memory>

namespace atelier::bench {

/// Sends whatever its clients send to all of them, the sender included, in one order, and keeps nothing: the least that
/// a server with this job can do. One thread; all that one turn of the loop read leaves in one WebSocket message and
/// one write for each client.
class relay final : private ready_handler {
public:
  /// Listens; throws std::system_error.
  explicit relay(std::uint16_t port);

  [[nodiscard]] std::uint16_t port() const;

  /// Works until the process ends.
  [[noreturn]] void run();

private:
  void ready(std::uint32_t events) override;
  void publish();

  event_loop loop_{waiting::sleeping};
  unique_fd listener_;
  bytes scratch_;
  /// Room for a frame's header, then all payloads of this turn.
  bytes batch_;
  std::vector<std::unique_ptr<relay_connection>> connections_;
};

} // namespace atelier::bench
