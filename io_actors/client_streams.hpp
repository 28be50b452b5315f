#pragma once

#include "io_actors/engine_message.hpp"
#include "io_actors/outbox.hpp"
#include "io_actors/refills.hpp"
#include "io_actors/stream_table.hpp"
#include "protocol/limits.hpp"

namespace atelier {

/// The streams of one client, from its `subscribe` to its `closed`, and what waits for it: theirs in its order, and
/// texts beside them. What the engine has to be told is appended to `to`. Not thread-safe, no I/O.
class client_streams {
public:
  client_streams(connection_id id, const limits& bounds);

  void open(mux_id mux, const picture_source& source, engine_messages& to);
  void open(mux_id mux, const text_source& source, engine_messages& to);
  /// What the client asks for is not to be had; it hears why, and its `mux` stays as it was.
  void refuse(mux_id mux, const error& why);
  void close(mux_id mux, engine_messages& to);
  /// Closes those that have come to their `sync`; called again, those that have come to it since.
  void close_all(engine_messages& to);

  void on(const stream_joined& message);
  void on(const stream_refused& message);
  void on(const stream_ended& message);
  void on(const log_grown& message);
  void on(const ops_rejected& message);
  void on(const presence_changed& message);
  void on(const cursors_moved& message);
  void on(const text_items& message);
  void on(const text_stream_ended& message);
  void on(const transfer_part& message);

  /// Asks for the next piece of what comes in pieces, where little waits.
  void refill(engine_messages& to);
  /// The next messages, about `bytes_max` together.
  [[nodiscard]] std::vector<outgoing_message> gather(std::size_t bytes_max, engine_messages& to);

  /// From now on only what is there already is sent.
  void stop();
  /// Throws away what waits.
  void clear();

  /// No stream is open.
  [[nodiscard]] bool empty() const noexcept {
    return table_.empty();
  }
  [[nodiscard]] const stream_table& table() const noexcept {
    return table_;
  }
  [[nodiscard]] outbox& box() noexcept {
    return box_;
  }
  [[nodiscard]] const outbox& box() const noexcept {
    return box_;
  }

private:
  connection_id id_;
  bool stopped_ = false;
  stream_table table_;
  outbox box_;
  refills refills_;
};

} // namespace atelier
