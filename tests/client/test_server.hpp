#pragma once

#include "protocol/bytes.hpp"
#include "protocol/frames.hpp"
#include "protocol/json_text.hpp"

#include <functional>
#include <future>
#include <memory>
#include <string>

namespace atelier::client {

/// The server's end of one connection, with blocking calls. Its end is thrown as `boost::system::system_error`.
class test_peer {
public:
  virtual ~test_peer() = default;
  virtual void send(frame_kind kind, byte_view body) = 0;
  /// The next message; JSON is returned as its text.
  virtual std::pair<frame_kind, std::string> receive() = 0;
  /// Sends bytes without a frame.
  virtual void send_raw(byte_view data) = 0;

  void send(const json& message);
  json receive_json();
  void hello();
};

/// A server for one test: takes connections one after another and lets `serve` talk to each; returning from it closes
/// the connection.
class test_server {
public:
  enum class kind { unix_socket, tcp, websocket };
  test_server(kind transport, std::function<void(test_peer&)> serve);
  /// Waits until `serve` has returned from the current connection.
  ~test_server();

  [[nodiscard]] const std::string& url() const noexcept {
    return url_;
  }

private:
  struct listener;
  std::string url_;
  std::shared_ptr<listener> listener_;
};

} // namespace atelier::client
