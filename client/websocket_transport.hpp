#pragma once

#include "client/transport.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

namespace atelier::client {

/// Text and binary messages of a WebSocket.
class websocket_transport final : public transport {
public:
  websocket_transport(boost::asio::io_context& context, address where, std::size_t message_bytes_max);

  void open(std::function<void(outcome<void>)> done) override;
  void read(std::function<void(outcome<std::vector<message>>)> done) override;
  void write(std::vector<outgoing> what, std::function<void(outcome<void>)> done) override;
  void finish() override;
  void close() noexcept override;
  [[nodiscard]] bool peer_gone() const noexcept override;

private:
  using tcp = boost::asio::ip::tcp;
  void shake_hands();
  void opened(const boost::system::error_code& code);
  void write_from(std::size_t index);

  address where_;
  boost::beast::websocket::stream<tcp::socket> stream_;
  tcp::resolver resolver_;
  std::function<void(outcome<void>)> opened_;
  boost::beast::flat_buffer received_;
  std::vector<outgoing> writing_;
  std::function<void(outcome<void>)> written_;
};

} // namespace atelier::client
