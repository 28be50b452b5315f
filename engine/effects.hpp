#pragma once

#include "engine/instant.hpp"
#include "engine/pictures/viewer_group.hpp"
#include "protocol/messages.hpp"
#include "runtime/shared_log.hpp"

#include <memory>
#include <variant>
#include <vector>

namespace atelier {

/// Everything that the engine says to a connection.
using connection_message = std::variant<deliver, image_ready, stream_joined, stream_refused, stream_ended, text_items,
                                        text_stream_ended, ops_rejected, draws_taken, presence_changed, cursors_moved,
                                        say_goodbye, attachment_part, transfer_part, chunk_taken, report_ready>;

struct to_connection {
  connection_id to;
  connection_message what;
};

/// A picture's log has grown: those of the group who sleep are to be told, in no order with other messages to them.
struct wake_viewers {
  picture_id picture;
  /// The same one until a `viewers_changed`.
  std::shared_ptr<const viewer_group> group;
  std::shared_ptr<const runtime::shared_log> log;
  runtime::log_position from;
  runtime::log_position until;
};

/// The picture's present group is not woken again.
struct viewers_changed {
  picture_id picture;
};

/// Call `apply(tick)` at this time; an earlier call that was asked for stays as it is.
struct wake_at {
  instant::clock::time_point at;
};

/// A line for the server's log.
struct log_line {
  enum class level { info, warning, error } severity = level::info;
  std::string text;
};

/// What the shell has to carry out, in order.
using effect =
    std::variant<to_connection, wake_viewers, viewers_changed, store_batch, encode_view, write_snapshot, drop_snapshots,
                 decode_upload, load_picture, read_texts, find_messages, find_events, hash_passphrase, check_passphrase,
                 begin_attachment, write_chunk, finish_attachment, keep_attachment, leave_attachment, read_attachment,
                 read_report, find_feed, follow_project, unfollow_project, feed_position, feed_items_taken,
                 close_listeners, engine_stopped, wake_at, log_line>;
using effects = std::vector<effect>;

/// One input being applied: when it came, and what follows from it.
struct turn {
  instant now;
  effects& out;

  void send(connection_id to, connection_message what) {
    out.emplace_back(to_connection{to, std::move(what)});
  }
  void log(log_line::level severity, std::string text) {
    out.emplace_back(log_line{severity, std::move(text)});
  }
};

} // namespace atelier
