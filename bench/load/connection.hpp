#pragma once

#include "bench/load/wire/event_loop.hpp"
#include "bench/load/wire/frame_parser.hpp"

#include <string_view>

namespace atelier::bench {

/// What one connection's owner does.
class connection_user {
public:
  virtual ~connection_user() = default;
  /// The WebSocket is open.
  virtual void opened() = 0;
  /// A data frame; control frames are dealt with by the connection.
  virtual void received(const websocket_frame& frame) = 0;
};

/// A client's WebSocket on 127.0.0.1: one read for each wake-up, one write for each `flush`. Where the server
/// ends it, that is thrown as std::runtime_error out of the event loop.
class connection final : private ready_handler {
public:
  /// `scratch` is shared by all connections of the thread.
  connection(event_loop& loop, std::span<std::byte> scratch, connection_user& user);

  /// Begins to connect and to ask for `target`.
  void open(std::uint16_t port, std::string_view target);

  /// Frames to be sent by the next `flush`, which the owner appends to; what its callbacks append is flushed after
  /// them.
  [[nodiscard]] bytes& out() noexcept {
    return out_;
  }

  /// Writes what waits; what the socket does not take follows when it can.
  void flush();

private:
  enum class stage { closed, connecting, upgrading, open };

  void ready(std::uint32_t events) override;
  void connected();
  void read_some();
  void take_head(std::string_view more);
  void take_frame(const websocket_frame& frame);

  event_loop& loop_;
  connection_user& user_;
  std::span<std::byte> scratch_;
  unique_fd socket_;
  stage stage_ = stage::closed;
  /// The server's answer to the upgrade, as far as it has come.
  std::string head_;
  frame_parser parser_;
  bytes out_;
  /// Bytes of `out_` that are written.
  std::size_t written_ = 0;
  bool blocked_ = false;
};

} // namespace atelier::bench
