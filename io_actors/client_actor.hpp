#pragma once

#include "io_actors/client_session.hpp"
#include "io_actors/io_actors.hpp"
#include "runtime/strand_actor.hpp"

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <vector>

namespace atelier {

/// What the connections that carry messages have in common: it hands the engine's messages to the session and the
/// session's to the engine, and calls the transport when there is something to read, to write or to close. One
/// thing at a time runs, see `strand_actor`. An end of the actor, for whatever reason, closes its socket.
class client_actor : public runtime::strand_actor<connection_actor::base> {
public:
  using clock = std::chrono::steady_clock;

  client_actor(caf::actor_config& config, runtime::strand where, connection_setup setup,
               traffic_counters traffic::*kind);

  behavior_type make_behavior() final;
  void on_exit() override;

protected:
  [[nodiscard]] client_session& session() noexcept {
    return session_;
  }
  [[nodiscard]] const limits& bounds() const noexcept {
    return *setup_.bounds;
  }
  [[nodiscard]] traffic_counters& counters() noexcept {
    return (*setup_.counters).*kind_;
  }

  /// For the transport: messages can go both ways from now on.
  void begin();
  /// For the transport: something has changed, such as that more was read.
  void pump();
  /// For the transport: everything that `write` was given is with the system, though not at once.
  void written();
  /// For the transport: the connection is of no use any more.
  void end();

private:
  /// The actor has started; call `begin` when the transport is ready.
  virtual void start() = 0;
  /// Hands messages to the session while it wants input, and sees that more is read when there are none left.
  virtual void feed() = 0;
  /// Writes these; never called while a write is under way. False where that will take until `written` is called.
  [[nodiscard]] virtual bool write(std::vector<outgoing_message> messages) = 0;
  /// The same for what a log has grown by, as one message.
  [[nodiscard]] virtual bool write(const runtime::log_tail& more) = 0;
  /// Everything is written: closes politely, then calls `end`, in `limits::linger_max` at most.
  virtual void close() = 0;
  /// Closes the socket at once.
  virtual void cut() noexcept = 0;
  /// When a part of a write last got through.
  [[nodiscard]] virtual clock::time_point last_progress() noexcept = 0;

  template <class Message>
  [[nodiscard]] auto telling();
  /// The same for messages that can only bring something to write, which is most of them.
  template <class Message>
  [[nodiscard]] auto showing();
  template <class Message>
  void show(const Message& message);
  void woken(const runtime::log_tail& what) final;
  void send_messages();
  void write_more();
  void wait_for_writing();
  void watch_stall();
  void close_in_time();

  connection_setup setup_;
  traffic_counters traffic::*kind_;
  client_session session_;
  boost::asio::steady_timer timer_;
  bool begun_ = false;
  bool writing_ = false;
  bool last_ = false;
  bool watching_ = false;
};

} // namespace atelier
