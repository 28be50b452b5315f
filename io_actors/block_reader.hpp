#pragma once

#include "io_actors/draw_intake.hpp"
#include "io_actors/engine_message.hpp"
#include "io_actors/outbox.hpp"
#include "io_actors/stream_table.hpp"
#include "protocol/limits.hpp"

#include <map>
#include <memory>
#include <optional>

namespace atelier {

/// Reads a client's binary messages: DRAW becomes parcels for the engine, CURSOR its latest position, CHUNK a piece
/// with its place among what was drawn, everything else an error. What is refused is answered through the outbox. Where
/// the engine has not acknowledged enough yet, the rest of the message is held (one message at most), and `is_paused`
/// until it was read. Not thread-safe, no I/O.
class block_reader {
public:
  block_reader(connection_id id, std::size_t unacknowledged_bytes_max) : id_{id}, intake_{unacknowledged_bytes_max} {}

  /// Only while not paused.
  void read(byte_view message, const stream_table& streams, outbox& answers);
  /// One `draws_taken` has come: reads on where something is held.
  void acknowledge_draws(const stream_table& streams, outbox& answers);
  /// The same for a `chunk_taken`.
  void acknowledge_chunk(const stream_table& streams, outbox& answers);
  /// Hands over what was gathered: `draws_received` and `chunk_received` in the client's order, one `draws_received`
  /// for all that stands between two pieces, and one `cursor_received` for each picture pointed at.
  void flush(engine_messages& to);
  /// Forgets what is held.
  void abandon() {
    held_ = std::nullopt;
  }

  [[nodiscard]] bool is_paused() const noexcept {
    return held_ || is_full();
  }
  /// Nothing is held or gathered, and the engine has acknowledged everything.
  [[nodiscard]] bool is_idle() const noexcept {
    return !held_ && intake_.is_idle() && chunks_waiting_ == 0;
  }

private:
  /// What is left of a message; `tail` begins with the remaining ops of a DRAW, where it was left in the midst of one.
  struct held_message {
    std::shared_ptr<const bytes> owner;
    picture_id picture;
    client_seq_t next_client_seq = 0;
    std::size_t ops_bytes = 0;
    byte_view tail;
  };

  [[nodiscard]] bool is_full() const noexcept {
    return intake_.is_full() || chunks_waiting_ >= limits::chunks_waiting_max;
  }
  void read_on(const stream_table& streams, outbox& answers);
  void read_blocks(byte_view rest, const stream_table& streams, outbox& answers);
  void read_draw(picture_id picture, draw_payload draw, const stream_table& streams, outbox& answers, byte_view rest);
  void take_ops(picture_id picture, draw_payload& draw, outbox& answers, byte_view rest);
  void hold(picture_id picture, const draw_payload& draw, byte_view rest);
  void read_cursor(const block& what, const stream_table& streams, outbox& answers);
  void read_chunk(const block& what, outbox& answers);
  void seal_draws(engine_messages& to);

  connection_id id_;
  draw_intake intake_;
  std::optional<held_message> held_;
  /// Keeps what is read from alive while a held message is worked off.
  std::shared_ptr<const bytes> source_;
  /// Pieces of attachments, and what was drawn before each; at the next `flush` they go before what is gathered.
  engine_messages pieces_;
  /// Pieces that the engine has not answered.
  std::size_t chunks_waiting_ = 0;
  std::map<picture_id, point> cursors_;
};

} // namespace atelier
