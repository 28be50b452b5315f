#pragma once

#include "io_actors/fifo.hpp"
#include "io_actors/outgoing.hpp"
#include "io_actors/picture_outflow.hpp"
#include "protocol/limits.hpp"
#include "protocol/messages.hpp"

#include <unordered_map>
#include <vector>

namespace atelier {

/// Everything that waits for one client, and the rules of what may be dropped:
///
/// - texts (responses, broadcasts, errors), and parts of attachments among them, keep their order and are never
///   dropped; `text_bytes` is what they take, and its owner closes the client where that is too much;
/// - each picture stream is a `picture_outflow`: it holds no bytes, falls behind, and starts over;
/// - CURSOR and presence are replaced by the latest.
///
/// Whoever writes calls `gather` whenever no write is under way and something has happened, until it gives nothing.
/// Streams take turns, and neither texts nor streams keep the others waiting. Not thread-safe, no I/O.
class outbox {
public:
  explicit outbox(const limits& bounds);

  void push(shared_text text);
  void push(std::string text);
  /// Whole blocks that have their place among the texts, as a binary message.
  void push(shared_bytes blocks);

  /// Makes room for the stream of a picture, at most one for each; nothing is sent for it before `join`.
  void open(mux_id mux, picture_id picture);
  /// The stream was refused; nothing was sent for it.
  void drop(picture_id picture);
  /// These pass over pictures that are not open.
  void join(const stream_joined& start);
  void end(picture_id picture, std::string_view reason);
  void wake(picture_id picture);
  void show_presence(picture_id picture, shared_text viewers);
  void show_cursors(picture_id picture, shared_bytes block);
  /// A text that follows what the picture's log holds now, or just the other texts where the picture is not open.
  void push_behind(picture_id picture, shared_text text);

  /// From now on only what is there already is sent: all texts, and the logs up to their present ends.
  void stop();
  /// Throws everything away.
  void clear();

  struct gathered {
    std::vector<outgoing_message> messages;
    std::size_t size = 0;
    /// Pictures whose `sync` or `closed` is among the messages; a closed one is no longer open.
    std::vector<picture_id> synced;
    std::vector<picture_id> closed;
    /// Pictures whose backlog was thrown away: the engine has to let them join anew.
    std::vector<picture_id> fell_behind;
  };

  /// The next messages, about `bytes_max` together; one alone may be larger. Binary messages stay below
  /// `limits::server_message_bytes_max`, but for a block that is larger itself.
  [[nodiscard]] gathered gather(std::size_t bytes_max);

  /// Where nothing else waits and this is all that the picture's stream is to be sent: true, and it counts as gathered.
  [[nodiscard]] bool take(const runtime::log_tail& whole);

  /// Nothing to gather, as far as is known without looking at sleeping logs.
  [[nodiscard]] bool empty() const noexcept {
    return texts_.empty() && ready_.empty();
  }
  [[nodiscard]] std::size_t text_bytes() const noexcept {
    return text_bytes_;
  }

private:
  struct stream {
    picture_outflow flow;
    bool ready = false;
  };

  [[nodiscard]] stream* find(picture_id picture);
  void make_ready(picture_id picture, stream& which);
  void push(outgoing_message message);
  void take_texts(gathered& out, std::size_t bytes_max);
  void take_streams(gathered& out, std::size_t bytes_max);
  void erase(picture_id picture);

  std::size_t backlog_bytes_max_;
  bool stopped_ = false;
  fifo<outgoing_message> texts_;
  std::size_t text_bytes_ = 0;
  std::unordered_map<picture_id, stream> streams_;
  /// Streams that may have something, in the order of their turns.
  fifo<picture_id> ready_;
};

} // namespace atelier
