#pragma once

#include "protocol/attachment_messages.hpp"
#include "protocol/bytes.hpp"
#include "protocol/client_messages.hpp"
#include "protocol/errors.hpp"
#include "protocol/feed_messages.hpp"
#include "protocol/ids.hpp"
#include "protocol/image.hpp"
#include "protocol/ops.hpp"
#include "protocol/records.hpp"
#include "protocol/server_messages.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// \file
/// Every message that actors send each other, one sentence each; who takes which stands in protocol/actors.hpp.
/// All are plain values or share immutable data, and none knows CAF, so that the cores and the simulator use them too.

namespace atelier::runtime {
class shared_log;
class reader_gate;
} // namespace atelier::runtime

namespace atelier {

// ---- to the engine, from connections ----

/// A connection was accepted; `admin` comes only with the Unix socket.
struct connected {
  connection_id id;
  bool admin = false;
  /// Of whoever is signed in from the start; empty for nobody.
  std::string token{};
};

/// A request came with this token, or, where it is empty, without one, after another came with one; answered as a
/// command is, by an error where the token is none (any more).
struct token_shown {
  connection_id from;
  std::int64_t request = 0;
  std::string token;
};

/// A connection is gone, for whatever reason.
struct disconnected {
  connection_id id;
};

/// A command in its client's order; exactly one `deliver` with `response` set follows, or the connection ends.
struct command_received {
  connection_id from;
  command what;
};

/// What is needed to make a picture, over whichever transport; answered as a command is.
struct picture_wanted {
  std::string name;
  std::string created_by;
  std::optional<std::uint32_t> width;
  std::optional<std::uint32_t> height;
  std::optional<session_id> session;
  std::optional<picture_id> prototype;
  /// A PNG body to start from; excludes `prototype`, `width` and `height`.
  shared_bytes png;
};

/// `POST /pictures`; one `deliver` with `response` set and command id `request` follows.
struct picture_posted {
  connection_id from;
  std::int64_t request = 0;
  picture_wanted what;
};

/// `GET /pictures/{id}.png`; one `image_ready` follows.
struct image_requested {
  connection_id from;
  std::int64_t request = 0;
  picture_id picture;
  std::optional<seq_t> seq;
};

/// A subscription to a picture whose `mux` is free on its connection; `stream_joined` or `stream_refused` follows.
struct stream_requested {
  connection_id from;
  mux_id mux;
  picture_source source;
};

/// The client closed its picture stream; `stream_ended` with no reason follows, after which nothing of it comes.
struct stream_left {
  connection_id from;
  mux_id mux;
  picture_id picture;
};

/// A viewer's backlog was thrown away; a new `stream_joined` with a snapshot follows.
struct resync_requested {
  connection_id from;
  mux_id mux;
  picture_id picture;
};

/// A subscription to a stream of texts; `text_items` follow, or `stream_refused`.
struct texts_requested {
  connection_id from;
  mux_id mux;
  text_source source;
};

/// The client has taken most of what it was sent of a stream's past, and the next page may come.
struct text_page_taken {
  connection_id from;
  mux_id mux;
};

/// The client closed its stream of texts; `text_stream_ended` follows, after which nothing of it comes.
struct text_stream_left {
  connection_id from;
  mux_id mux;
};

/// One DRAW, or several that follow each other without a gap: ops that are structurally sound, in their encoding.
struct draw_batch {
  picture_id picture;
  client_seq_t first_client_seq = 0;
  std::uint32_t count = 0;
  bytes ops;
  /// The decoded images of the patches among `ops`, in order; null where the PNG is bad.
  std::vector<shared_image> patches;
};

/// What one read brought; answered by one `draws_taken` when the engine has worked all of it off.
struct draws_received {
  connection_id from;
  std::vector<draw_batch> batches;
};

/// Where a client points at; only the latest counts.
struct cursor_received {
  connection_id from;
  picture_id picture;
  point at;
};

// ---- to the engine, from storage, workers and itself ----

/// The batch of this ticket is on disk, and so are all before it.
struct committed {
  ticket_id ticket;
};

/// Storage can't write any more; the server goes down with this as its reason.
struct store_failed {
  std::string reason;
};

/// A view that was sent to be encoded is a PNG now.
struct view_encoded {
  picture_id picture;
  seq_t seq = 0;
  shared_bytes png;
};

/// A snapshot is in the store under its name, or was not written.
struct snapshot_written {
  picture_id picture;
  snapshot_record snapshot;
  std::optional<error> failed;
};

/// A PNG that a client sent for a new picture is an image now, or is refused.
struct png_decoded {
  std::uint64_t request = 0;
  /// As it looks on white.
  result<shared_view> picture;
};

/// A passphrase was hashed, or can't be.
struct passphrase_hashed {
  std::uint64_t request = 0;
  result<std::string> hash;
};

/// Whether a passphrase fits, and a new token for whoever knew it.
struct passphrase_checked {
  std::uint64_t request = 0;
  bool fits = false;
  std::string token;
};

/// An item of a stream of texts: `members_of` a message, an event or a feed's message, and of what type it is.
struct text_item {
  /// "message", "event", "entry", "thread" or "comment"
  std::string_view type;
  shared_text members;
};

/// What `read_texts` found.
struct texts_read {
  connection_id to;
  mux_id mux;
  text_kind kind{};
  result<std::vector<text_item>> items;
  /// Of the last of them; `until` where none was left.
  seqno_t reached = 0;
};

/// What `find_messages` found.
struct messages_found {
  std::uint64_t request = 0;
  result<std::vector<chat_message>> messages;
};

/// What `find_events` found.
struct events_found {
  std::uint64_t request = 0;
  result<std::vector<event_record>> events;
};

/// The engine asked to be called at this time.
struct tick {
  /// The time that it was asked for; the epoch where that was at once.
  std::chrono::steady_clock::time_point at{};
};

/// SIGINT, SIGTERM, a `shutdown` command or the death of an actor; `reason` is for the log, `failed` for the exit code.
struct shutdown_requested {
  std::string reason;
  bool failed = false;
};

// ---- to a connection, from the engine ----

/// A JSON message for the client; `response` gives back one of its waiting commands.
struct deliver {
  shared_text text;
  bool response = false;
};

/// Items of a stream of texts, in their order: each is sent as `{"type":TYPE,"mux_id":MUX,` and its members and `}`.
struct text_items {
  mux_id mux;
  std::vector<text_item> items{};
  /// What follows the items: nothing; a `text_page_taken` when they are mostly sent; or the `sync`, after which what
  /// comes is live.
  enum class then { nothing, next_page, sync } what_follows = then::nothing;
};

/// A stream of texts is over: `{"type":"closed","mux_id":…}`, with a reason where the client did not ask.
struct text_stream_ended {
  mux_id mux;
  std::string reason;
};

/// An image for an HTTP client.
struct image_ready {
  std::int64_t request = 0;
  result<shared_bytes> png;
};

/// Start of a picture stream: send `head`, then the log from `start` to `caught_up`, DURABLE, the `sync`, then what
/// comes after. The same again after `resync_requested`.
struct stream_joined {
  mux_id mux;
  picture_id picture;
  /// A SNAPSHOT block, or UPDATES cut to the op after `since`, or null.
  shared_bytes head;
  std::shared_ptr<const runtime::shared_log> log;
  std::uint64_t start = 0;
  std::uint64_t caught_up = 0;
  std::shared_ptr<runtime::reader_gate> gate;
  seq_t seq = 0;
  seq_t durable = 0;
  epoch_t epoch = 0;
  author_id author;
  client_seq_t client_seq = 0;
};

/// A subscription that can't be: `{"type":"error","mux_id":…}`.
struct stream_refused {
  mux_id mux;
  error what;
};

/// A picture stream is over: `{"type":"closed","mux_id":…}`, with a reason where the client did not ask.
struct stream_ended {
  mux_id mux;
  picture_id picture;
  std::string reason;
};

/// There is more in the log of a picture whose gate was at rest. No message: what a wake-up becomes where the bytes
/// that it brings cannot be written as they are.
struct log_grown {
  picture_id picture;
};

/// Some ops were refused; neighbours with the same error are joined already.
struct ops_rejected {
  picture_id picture;
  client_seq_t client_seq = 0;
  std::uint32_t count = 0;
  error what;
};

/// The engine has worked off one `draws_received` of this connection.
struct draws_taken {};

/// Who views the picture: a JSON array as text, shared by all its viewers.
struct presence_changed {
  picture_id picture;
  shared_text viewers;
};

/// A whole CURSOR block, shared by all viewers; may be dropped.
struct cursors_moved {
  picture_id picture;
  shared_bytes block;
};

/// Send what waits (the logs up to their ends included), say goodbye, close.
struct say_goodbye {
  goodbye_reason reason{};
};

// ---- to storage and workers, from the engine ----

/// One group commit; answered by `committed` with the same ticket.
struct store_batch {
  ticket_id ticket;
  std::vector<record> records;
};

/// Encode a view as PNG; answered by `view_encoded`.
struct encode_view {
  picture_id picture;
  seq_t seq = 0;
  shared_view view;
};

/// Write a view into the snapshot store; answered by `snapshot_written`.
struct write_snapshot {
  picture_id picture;
  snapshot_record snapshot;
  shared_view view;
};

/// Delete snapshot files that no record names any more; not answered.
struct drop_snapshots {
  std::vector<std::string> files;
};

/// Decode a client's PNG; answered by `png_decoded`.
struct decode_upload {
  std::uint64_t request = 0;
  shared_bytes png;
};

/// Rebuild a picture's raster as it was after `until` (as far as stored, where not set); answered by `picture_loaded`.
struct load_picture {
  std::uint64_t request = 0;
  picture_record picture;
  std::optional<seq_t> until;
};

/// Hash a passphrase with argon2id; answered by `passphrase_hashed`.
struct hash_passphrase {
  std::uint64_t request = 0;
  std::string passphrase;
};

/// Compare a passphrase with a hash, where there is one, and make a token; answered by `passphrase_checked`.
struct check_passphrase {
  std::uint64_t request = 0;
  std::string passphrase;
  std::string hash;
};

/// Read the next page of a stream's past; answered by `texts_read`.
struct read_texts {
  connection_id to;
  mux_id mux;
  text_kind kind{};
  session_id session;
  /// Numbers of chat messages or of events; of a feed the arrivals.
  seqno_t after = 0;
  seqno_t until = 0;
  /// Of a feed: what its reader lacks and asks for.
  std::shared_ptr<const feed_selection> selection{};
};

/// The events of a session after a seqno, at most so many; answered by `events_found`.
struct find_events {
  std::uint64_t request = 0;
  session_id session;
  seqno_t after = 0;
  std::size_t count = 0;
};

/// Look for messages: the latest version of one, all versions of one, or those that hold the words of a query; answered
/// by `messages_found`.
struct find_messages {
  std::uint64_t request = 0;
  enum class what { latest, versions, matching } wanted{};
  seqno_t id = 0;
  session_id session;
  std::string query;
  seqno_t before = 0;
  std::size_t count = 0;
};

// ---- to the manager, from the engine ----

/// Accept nobody any more.
struct close_listeners {};

/// Everything is on disk and everybody is gone, or the time was up; the manager joins what is left and exits.
struct engine_stopped {
  std::string reason;
  bool failed = false;
  /// Connections that had to be cut off.
  bool timed_out = false;
};

} // namespace atelier
