#pragma once

#include "client/channel.hpp"
#include "client/cli/script_inbox.hpp"

namespace atelier::cli::script {

/// One named client of a script: its connection and what came over it.
class script_client {
public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit script_client(client::address where) : where_{std::move(where)} {}

  /// Connects (again); what came before is forgotten but for the pictures.
  [[nodiscard]] client::outcome<void> open(std::chrono::milliseconds timeout);
  /// Breaks the connection off.
  void cut();

  /// Takes one message that comes until `deadline`. False where none did, or none can.
  bool pump(time_point deadline);
  /// Takes everything that is already there.
  void drain();

  [[nodiscard]] client::outcome<void> send(client::outgoing what);

  [[nodiscard]] inbox& received() noexcept {
    return inbox_;
  }
  /// Why the connection is over; nothing while it stands.
  [[nodiscard]] const std::optional<client::fault>& ended() const noexcept {
    return ended_;
  }

private:
  client::address where_;
  std::unique_ptr<client::channel> channel_;
  inbox inbox_;
  std::optional<client::fault> ended_;
};

} // namespace atelier::cli::script
