#pragma once

#include "io_actors/fifo.hpp"
#include "io_actors/outgoing.hpp"
#include "protocol/messages.hpp"
#include "runtime/log_tail.hpp"
#include "runtime/reader_gate.hpp"
#include "runtime/shared_log.hpp"

#include <optional>

namespace atelier {

/// What one viewer is still to be sent of one picture. It is a cursor into the picture's log and nothing that grows:
///
///     waiting ──join──► head ► log to `caught_up` ► DURABLE ► sync ► live: log ► CURSOR ► presence ► asleep
///        ▲                                                             │
///        └────────────── fell_behind: the backlog is thrown away ──────┘
///
/// Texts that belong behind what the log holds (rejected, closed) carry the log's end as it was when they came, and
/// are sent when the cursor gets there. Asleep means that the gate is at rest: the log's writer then has the viewer
/// woken. Not thread-safe; only the log and the gate are shared with others.
class picture_outflow {
public:
  picture_outflow(mux_id mux, picture_id picture, std::size_t backlog_bytes_max);

  /// Starts over from what the engine says, at first and after `fell_behind`.
  void join(const stream_joined& start);
  /// Sends a text after everything that the log holds now.
  void say(shared_text text);
  /// Says `closed` after everything that the log holds now; a join that is not complete is given up.
  void end(std::string_view reason);
  /// The latest one is sent, once the viewer is live.
  void show_presence(shared_text viewers);
  /// The latest block is sent, once the viewer is live.
  void show_cursors(shared_bytes block);
  /// Goes no further than the log's end as it is now; a join whose head was not taken is given up.
  void stop();

  enum class event { none, synced, closed, fell_behind };

  /// Blocks, or a text, or nothing; `what` says what the client knows once it has got the piece.
  struct piece {
    std::vector<outgoing_slice> blocks;
    shared_text text;
    event what = event::none;

    [[nodiscard]] bool empty() const noexcept {
      return blocks.empty() && !text && what == event::none;
    }
  };

  /// The next piece. Blocks have at most `room` bytes, but for a single block that is larger. An empty piece means
  /// that there is nothing now, and that the gate is at rest where something may still come through the log.
  [[nodiscard]] piece take(std::size_t room);

  /// Where this is all that the viewer is still to be sent: counts it as taken. Call `sleeps` then, and write it.
  [[nodiscard]] bool take(const runtime::log_tail& whole);
  /// The gate is at rest; false where there is more in the log, which `take` gives.
  [[nodiscard]] bool sleeps();

  /// Bytes of texts that wait; they cannot be skipped.
  [[nodiscard]] std::size_t text_bytes() const noexcept {
    return text_bytes_;
  }
  [[nodiscard]] mux_id mux() const noexcept {
    return mux_;
  }

private:
  struct waiting_text {
    runtime::log_position after;
    shared_text text;
    event what = event::none;
  };
  struct joining {
    shared_bytes head;
    runtime::log_position caught_up;
    shared_bytes durable;
    shared_text sync;
  };

  void add_text(shared_text text, event what);
  void forget_log();
  [[nodiscard]] piece take_text();
  [[nodiscard]] piece take_join_end();
  [[nodiscard]] piece take_latest();
  [[nodiscard]] std::optional<piece> take_log(std::size_t room);

  mux_id mux_;
  picture_id picture_;
  std::size_t backlog_bytes_max_;
  std::shared_ptr<const runtime::shared_log> log_;
  std::shared_ptr<runtime::reader_gate> gate_;
  runtime::log_position cursor_;
  std::optional<joining> joining_;
  std::optional<runtime::log_position> stop_;
  bool ending_ = false;
  fifo<waiting_text> texts_;
  std::size_t text_bytes_ = 0;
  shared_text presence_;
  shared_bytes cursors_;
};

} // namespace atelier
