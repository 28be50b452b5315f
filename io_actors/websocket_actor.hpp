#pragma once

#include "io_actors/socket_actor.hpp"
#include "protocol/websocket_frames.hpp"

namespace atelier {

/// A client on a WebSocket: text and binary messages, never compressed, never fragmented by us. It answers the
/// handshake that an HTTP connection has let through, pings a client that is silent, and gives up one that answers no
/// ping.
class websocket_actor final : public socket_actor {
public:
  websocket_actor(caf::actor_config& config, runtime::strand where, tcp_socket socket, const upgrade_request& request,
                  connection_setup setup);

  void on_exit() override;

private:
  void start() override;
  void take(byte_view read) override;
  bool take_next() override;
  void input_taken() override;
  [[nodiscard]] bool linger(byte_view read) override;
  void close() override;

  void take_message(const websocket_message& what);
  bool answer_pings();
  void leave(const error& why);
  void watch_silence();

  websocket_decoder decoder_;
  /// The client's key and version; let go of when they are answered.
  std::unique_ptr<const upgrade_request> request_;
  boost::asio::steady_timer silence_;
  /// Answers the latest ping.
  bytes pong_;
  std::uint16_t close_code_;
  clock::time_point looked_at_{};
  bool heard_ = false;
  bool pinged_ = false;
};

} // namespace atelier
