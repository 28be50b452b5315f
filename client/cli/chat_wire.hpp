#pragma once

#include "client/channel.hpp"
#include "client/routing.hpp"
#include "protocol/bytes.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <variant>
#include <vector>

namespace atelier::cli::chat {

/// The server has said its hello.
struct wire_opened {};
/// There is no connection (any more).
struct wire_lost {
  client::fault why;
};
/// A binary message has come.
struct wire_blocks {
  bytes body;
};
using wire_event = std::variant<wire_opened, client::routed, wire_blocks, wire_lost>;

/// A connection, again and again, for a loop that waits in `poll`: a thread of its own connects and receives, so that
/// nothing here blocks. To be used by one thread, which blocks its signals before it makes this. At the end it may wait
/// until a try to connect is over.
class chat_wire {
public:
  chat_wire(client::address where, client::options how);
  ~chat_wire();
  chat_wire(const chat_wire&) = delete;
  chat_wire& operator=(const chat_wire&) = delete;

  /// Connects, once the connection before is lost; `wire_opened` or `wire_lost` follows.
  void open();
  /// Ends the connection; `wire_lost` follows where there was one.
  void close();
  /// Sends a message; where there is no connection it is dropped, and `wire_lost` says so.
  void post(const json& what);
  void post_blocks(bytes blocks);

  /// Readable while events wait.
  [[nodiscard]] int readable() const noexcept {
    return bell_;
  }
  [[nodiscard]] std::deque<wire_event> take();

private:
  void post(client::outgoing what);
  void run();
  void serve();
  /// Waits while too much is waiting already.
  void push(wire_event what);

  client::address where_;
  client::options how_;
  int bell_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool wanted_ = false, ending_ = false;
  std::deque<wire_event> events_;
  std::shared_ptr<client::channel> channel_;
  std::thread thread_;
};

} // namespace atelier::cli::chat
