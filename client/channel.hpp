#pragma once

#include "client/address.hpp"
#include "client/incoming_queue.hpp"
#include "client/options.hpp"
#include "client/outgoing_queue.hpp"
#include "client/transport.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>

namespace atelier::client {

/// Looks at what happens on a channel; called on its own thread, and must not block or call the channel.
class channel_listener {
public:
  virtual ~channel_listener() = default;
  /// True where the message is dealt with and nobody shall receive it.
  virtual bool take(message& what) = 0;
  /// The connection has ended; may put a better reason in place.
  virtual void ended(fault& why) = 0;
  /// Called a few times a second.
  virtual void tick(std::chrono::steady_clock::time_point now) = 0;
};

/// Messages to and from a server, without a thought about what they mean.
///
///     post ──► outgoing_queue ──► transport ──► listener ──► incoming_queue ──► recv
///
/// A thread of its own does all input and output. All functions may be called from any other thread; `recv` from one
/// at a time.
class channel {
public:
  /// Opens a connection; `unreachable` where none comes about within `connect_max`. `listener` outlives the channel
  /// and may be null.
  [[nodiscard]] static outcome<std::unique_ptr<channel>> open(const address& where, const options& how,
                                                              channel_listener* listener);
  /// Gives what was posted `linger_max` to leave, then closes.
  ~channel();
  channel(const channel&) = delete;
  channel& operator=(const channel&) = delete;

  /// Sends a message; blocks while `sending_bytes_max` wait. A fault where the connection has ended.
  [[nodiscard]] outcome<void> post(outgoing what);

  /// The next message, waiting for at most `timeout`; after the end of the connection, why it ended.
  [[nodiscard]] outcome<message> recv(std::optional<std::chrono::milliseconds> timeout = std::nullopt);

  /// Nobody will receive: everything is read and thrown away.
  void drop_receiver();

  /// Breaks the connection off without a word.
  void close();

private:
  channel(const address& where, const options& how, channel_listener* listener);
  [[nodiscard]] outcome<void> connect();
  void read_next();
  void resume_reading();
  void received(outcome<std::vector<message>> what);
  void write_next();
  void end(fault why);
  void finish();
  void tick();
  template <class Function>
  void on_thread(Function function);

  options how_;
  channel_listener* listener_;
  incoming_queue incoming_;
  outgoing_queue outgoing_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  boost::asio::steady_timer ticker_;
  boost::asio::steady_timer deadline_;
  std::unique_ptr<transport> transport_;
  // The rest belongs to the thread.
  bool paused_ = false;
  bool writing_ = false;
  bool finishing_ = false;
  bool ended_ = false;
  std::thread thread_;
};

} // namespace atelier::client
