#pragma once

#include "io_actors/client_actor.hpp"
#include "io_actors/counted_stream_shell.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

namespace atelier {

/// A client on a WebSocket: text and binary messages, never compressed, never fragmented by us. It answers the
/// handshake that an HTTP connection has let through.
class websocket_actor final : public client_actor {
public:
  websocket_actor(caf::actor_config& config, runtime::strand where, tcp_socket socket, upgrade_request request,
                  connection_setup setup);

private:
  void start() override;
  void feed() override;
  [[nodiscard]] bool write(std::vector<outgoing_message> messages) override;
  void close() override;
  void cut() noexcept override;
  [[nodiscard]] clock::time_point last_progress() noexcept override;

  void read_more();
  void took_some();
  void take_message();
  void write_next();

  boost::beast::websocket::stream<counted_stream> socket_;
  upgrade_request request_;
  boost::beast::flat_buffer buffer_;
  std::vector<outgoing_message> outgoing_;
  std::vector<boost::asio::const_buffer> pieces_;
  std::size_t next_ = 0;
  bool reading_ = false;
  bool whole_ = false;
  bool input_over_ = false;
};

} // namespace atelier
