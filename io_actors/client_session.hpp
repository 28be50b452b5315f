#pragma once

#include "io_actors/block_reader.hpp"
#include "io_actors/client_streams.hpp"
#include "io_actors/engine_message.hpp"
#include "io_actors/stall_watch.hpp"
#include "protocol/limits.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace atelier {

/// One client over any transport of messages: what it may do, what is answered, what waits for it.
///
///     transport ──text, blocks, end_of_read──►┌────────────────┐──take_messages──► engine
///               ◄──gather─────────────────────│ client_session │◄──on(deliver, stream_joined, …)──
///               ──advanced, written, check───►└────────────────┘
///
/// How it is driven, by an actor or by a simulator, by one thread at a time and without any I/O in here:
/// - `opened` once, at first;
/// - `text` or `blocks` for one message at a time, only while `wants_input`, and `end_of_read` after the last message
///   of what one read brought, or when reading has to pause: what was drawn goes to the engine then;
/// - `on` for every message of the engine, in its order;
/// - after each of these: send what `take_messages` gives to the engine, in order; and where no write is under way,
///   `gather`, write that, and call `written`; again until it gives nothing. `gather` may make messages for the engine
///   too, and may let `wants_input` become true again;
/// - `advanced` when part of a write got through; `check` at `deadline`, then the same as after the others;
/// - when a batch is `last`, close the transport after it was written; when `is_cut`, close it at once.
class client_session {
public:
  using time_point = stall_watch::time_point;

  client_session(connection_id id, std::uint32_t srv_id, std::shared_ptr<const limits> bounds);

  void opened();
  void text(std::string_view message);
  void blocks(byte_view message);
  /// A message that cannot be understood, where the one after it can.
  void unreadable(const error& what);
  void end_of_read();
  /// The client sends no more but may still read: what it asked for is answered, its streams end, then it is over.
  void input_ended();
  /// Sends what waits, says why, and closes. Responses that are due are waited for only where the engine says goodbye.
  void leave(goodbye_reason reason);

  void on(const deliver& message);
  void on(const draws_taken& message);
  void on(const chunk_taken& message);
  void on(const say_goodbye& message);
  /// Everything that concerns its streams, and what comes in pieces.
  template <class Message>
  requires requires(client_streams& to, const Message& message) {
    to.on(message);
  }
  void on(const Message& message) {
    streams_.on(message);
    streams_.refill(messages_);
    watch_size();
  }

  [[nodiscard]] engine_messages take_messages();

  /// False while so much waits, here or with the engine, that reading must pause, and once nothing more is read.
  [[nodiscard]] bool wants_input() const noexcept;

  struct batch {
    std::vector<outgoing_message> messages;
    /// Close the transport after this batch, also where it is empty.
    bool last = false;
  };
  /// The next messages to write, about `bytes_max` together; not while a write is under way.
  [[nodiscard]] batch gather(std::size_t bytes_max);
  /// Where all that there is to write is what a picture's log has grown by: true, and it counts as gathered. Otherwise
  /// `on(log_grown)` and `gather` do it.
  [[nodiscard]] bool gather(const runtime::log_tail& whole);
  /// `gather` has something, as far as is known without looking at sleeping logs.
  [[nodiscard]] bool has_more() const noexcept {
    return !streams_.box().empty();
  }
  /// The batch does not get through at once.
  void blocked(time_point now);
  /// A part of the batch got through at this time.
  void advanced(time_point at);
  void written();

  /// When to call `check`, which finds a client that takes nothing: at first it loses all that waits for it, but for
  /// what is being written and a goodbye behind that; then it is cut. Nothing while no write is under way.
  [[nodiscard]] std::optional<time_point> deadline() const;
  void check(time_point now);
  [[nodiscard]] bool is_cut() const noexcept {
    return cut_;
  }

private:
  /// `finishing`: the client has nothing more to say; `closing`: the server says goodbye; `over`: the last batch was
  /// gathered.
  enum class phase { open, finishing, closing, over };

  void read(command& what);
  void read(const subscribe_request& what);
  void read(const close_request& what);
  void read(const goodbye_request& what);
  [[nodiscard]] outbox& box() noexcept;
  void close_streams();
  [[nodiscard]] bool is_done() const noexcept;
  void watch_size();
  void leave_as_too_slow();

  connection_id id_;
  std::uint32_t srv_id_;
  std::shared_ptr<const limits> bounds_;
  phase phase_ = phase::open;
  goodbye_reason reason_{};
  bool responses_due_ = false;
  bool cut_ = false;
  std::size_t commands_waiting_ = 0;
  client_streams streams_;
  block_reader reader_;
  stall_watch stall_;
  engine_messages messages_;
};

} // namespace atelier
