#pragma once

#include "client/address.hpp"
#include "protocol/frames.hpp"
#include "protocol/json_text.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace atelier::test {

/// A bare socket to a server, for bytes that no client of ours would send. It waits for nothing in silence: between two
/// looks at its socket it calls `meanwhile`. Whatever takes very long fails the test. One thread.
class stranger {
public:
  using activity = std::function<void()>;

  /// Connects to `unix:PATH`, `tcp:HOST:PORT` or `ws://HOST:PORT/ws`, with the handshake of a WebSocket and the
  /// `hello`; or to `http://HOST:PORT`, as it is.
  stranger(const std::string& url, activity meanwhile);
  ~stranger();
  stranger(const stranger&) = delete;
  stranger& operator=(const stranger&) = delete;

  /// Sends bytes as they are; what the server takes no more once it has closed is dropped.
  void send(byte_view raw);
  void send(std::string_view raw) {
    send(as_byte_view(raw));
  }
  /// Sends a whole message, of kind `J` or `B`, as the transport carries it.
  void send_message(frame_kind kind, byte_view body);
  void say(std::string_view text) {
    send_message(frame_kind::json, as_byte_view(text));
  }
  /// Ends its side; the server may still speak.
  void finish();

  struct message {
    frame_kind kind{};
    bytes body;
  };
  /// The next whole message; nothing once the server has closed.
  [[nodiscard]] std::optional<message> next();
  /// The next JSON message that is neither `presence` nor `broadcast`; null once the server has closed.
  [[nodiscard]] json next_json();
  /// As a word, what the next JSON message says: the code of an `error`, of a refused `response` or of a `rejected`,
  /// the reason of a `goodbye`, another message's type; `end` once the server has closed.
  [[nodiscard]] std::string next_word();
  /// Everything up to where the server closes.
  [[nodiscard]] std::string rest();

private:
  [[nodiscard]] bool read_some();
  [[nodiscard]] std::optional<message> next_of_stream();
  [[nodiscard]] std::optional<message> next_of_websocket();

  client::address where_;
  activity meanwhile_;
  int socket_ = -1;
  bytes unread_;
};

} // namespace atelier::test
