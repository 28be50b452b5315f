#pragma once

#include "client/transport.hpp"

#include <array>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace atelier::client {

/// Frames over a Unix socket or TCP (protocol/frames.hpp).
class stream_transport final : public transport {
public:
  stream_transport(boost::asio::io_context& context, address where, std::size_t message_bytes_max);

  void open(std::function<void(outcome<void>)> done) override;
  void read(std::function<void(outcome<std::vector<message>>)> done) override;
  void write(std::vector<outgoing> what, std::function<void(outcome<void>)> done) override;
  void finish() override;
  void close() noexcept override;
  [[nodiscard]] bool peer_gone() const noexcept override;

private:
  using tcp = boost::asio::ip::tcp;
  void open_unix();
  void open_tcp();
  void opened(const boost::system::error_code& code);
  [[nodiscard]] std::vector<message> take_messages();

  address where_;
  boost::asio::generic::stream_protocol::socket socket_;
  tcp::resolver resolver_;
  std::function<void(outcome<void>)> opened_;
  frame_decoder decoder_;
  /// Comes after the messages before it.
  std::optional<fault> bad_frame_;
  std::array<std::byte, 64 * 1024> chunk_{};
  std::vector<outgoing> writing_;
  std::vector<std::array<std::byte, frame_header_bytes>> headers_;
};

} // namespace atelier::client
