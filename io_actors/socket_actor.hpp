#pragma once

#include "io_actors/client_actor.hpp"
#include "io_actors/frame_writer.hpp"

namespace atelier {

/// What connections have in common whose bytes we read and write ourselves. It keeps no buffer while nothing comes in:
/// it waits until the socket is readable and reads into memory that all connections of a thread share, and all that one
/// read brought reaches the engine as one message. Writes are tried at once, many messages in one system call.
class socket_actor : public client_actor {
protected:
  socket_actor(caf::actor_config& config, runtime::strand where, stream_socket socket, connection_setup setup,
               traffic_counters traffic::*kind, frame_header_writer append_header);

  /// Makes the socket ready; false where that failed and the actor has ended.
  [[nodiscard]] bool open();
  /// Writes bytes between two messages, as soon as what is being written is out; bounded by what waits already.
  void write_between(bytes what);
  /// The client sends nothing more: what it asked for is still answered.
  void end_of_input() noexcept {
    input_over_ = true;
  }
  [[nodiscard]] bool is_input_over() const noexcept {
    return input_over_;
  }
  /// The server has said its last: what still comes is read and given to `linger` only.
  void start_lingering();
  /// We wait for bytes of the client, rather than for somebody who works them off.
  [[nodiscard]] bool is_reading() const noexcept {
    return reading_;
  }
  /// A write that could not be done at once has got on, or still waits but got on, since then.
  [[nodiscard]] bool has_progressed_since(clock::time_point then) const noexcept {
    return last_progress_ > then;
  }
  void shut_down_sending() noexcept;

private:
  /// Takes over what a read brought, until the next one.
  virtual void take(byte_view read) = 0;
  /// Hands the next message to the session; false where it takes more bytes.
  virtual bool take_next() = 0;
  /// All that came was taken, and no more will come.
  virtual void input_taken() = 0;
  /// Bytes that came after the server's last; true where the connection may end.
  [[nodiscard]] virtual bool linger(byte_view read) = 0;

  void feed() final;
  [[nodiscard]] bool write(std::vector<outgoing_message> messages) final;
  [[nodiscard]] bool write(const runtime::log_tail& more) final;
  void cut() noexcept final;
  [[nodiscard]] clock::time_point last_progress() noexcept final;

  void tune_tcp();
  void read_more();
  void read_some();
  bool load_next();
  [[nodiscard]] bool write_some();
  void write_when_possible();

  stream_socket socket_;
  frame_header_writer append_header_;
  frame_writer writer_;
  /// Messages that came while something else was being written, and bytes that go before them.
  std::vector<outgoing_message> queued_;
  bytes between_;
  clock::time_point last_progress_{};
  bool reading_ = false;
  bool blocked_ = false;
  bool owes_written_ = false;
  bool input_over_ = false;
  bool lingering_ = false;
};

} // namespace atelier
