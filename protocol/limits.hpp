#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace atelier {

/// Every limit on what a client can make grow. Members are set by option or configuration file and fixed while the
/// server runs, but for those that `set_config` names; constants belong to the wire.
struct limits {
  /// A client's frame or WebSocket message. Large enough for a long stroke or a patch, small enough to buffer for all.
  std::size_t frame_bytes_max = 1024 * 1024;
  /// An HTTP body: a PNG of the largest picture fits.
  std::size_t http_body_bytes_max = 64 * 1024 * 1024;
  /// HTTP bodies being received or worked on at once, over all connections; past it uploads are `rate_limited`.
  std::size_t http_uploads_bytes_max = 512 * 1024 * 1024;
  /// An HTTP request's line and headers; what browsers send stays below 8 KiB.
  std::size_t http_header_bytes_max = 16 * 1024;
  /// A picture's side. 4096 × 4096 RGBA is 64 MiB.
  std::uint32_t picture_side_max = 4096;
  /// Pictures kept on this server.
  std::size_t pictures_max = 100'000;
  /// Sessions kept on this server: each costs about 100 KB where it is talked in.
  std::size_t sessions_max = 10'000;
  /// The end of each chat that is kept in memory while somebody reads along: a screen or two for whoever comes.
  std::size_t recent_messages_max = 200;
  std::size_t recent_message_bytes_max = 128 * 1024;
  /// Teams that a session ever had, removed ones included, since events name them.
  std::size_t session_teams_max = 1'000;
  /// Challenges, and sets of them: all are in memory, about 300 bytes each.
  std::size_t challenges_max = 100'000;
  std::size_t challenge_sets_max = 1'000;
  /// Searches and lists that wait for the database's reader, of one connection and of all: each may take it some
  /// milliseconds, and streams wait behind them.
  std::size_t client_lookups_max = 8;
  std::size_t lookups_max = 1'000;
  /// Players at once: what a name can be compared with in some milliseconds.
  std::size_t players_max = 100'000;
  /// Players ever, those that were removed included, since messages name them: about 200 bytes each.
  std::size_t players_ever_max = 1'000'000;
  /// Tokens of one player, about 300 bytes each: more devices than most have; past it the oldest ends.
  std::size_t player_tokens_max = 10;
  /// How long a token is good for.
  std::chrono::seconds token_kept{30 * 24 * 3600};
  /// Passphrases that wait for being hashed or compared: some seconds of work. Of one connection fewer, so that no
  /// single client keeps all others from signing in.
  std::size_t passphrases_waiting_max = 64;
  std::size_t client_passphrases_waiting_max = 8;
  /// Other sign-ins that wait for their token, microseconds each.
  std::size_t sign_ins_waiting_max = 10'000;
  /// Players and connections whose wrong passphrases are remembered, about 100 bytes each.
  std::size_t wrong_tries_max = 10'000;
  /// An attachment.
  std::uint64_t attachment_bytes_max = 25'000'000;
  /// All attachments together, on disk; past it nobody may attach anything that is not there already.
  std::uint64_t attachments_bytes_max = 10'000'000'000;
  /// Attachments on their way at once, of one connection and of all: each is an open file and a hash's state.
  std::size_t client_transfers_max = 8;
  std::size_t transfers_max = 512;
  /// What is left of attachments that nobody went on with: how long it is kept, and how many of them.
  std::chrono::seconds partial_attachment_kept{24 * 3600};
  std::size_t partial_attachments_max = 256;
  /// Connections at once; the limit on open files lowers it, with a reserve for files of our own.
  std::size_t connections_max = 100'000;
  /// Streams open at once on one connection.
  std::size_t streams_max = 1'024;
  /// Clients that named themselves and are remembered for ever: about 150 bytes each. Past it nobody new may name
  /// itself.
  std::size_t named_clients_max = 1'000'000;
  /// Commands of one connection that wait for their response; reading pauses there.
  std::size_t commands_waiting_max = 256;
  /// Pixels that one client may cover in a second, and what it may save up: one fill of the largest picture a second
  /// costs the engine about 5 % of its time.
  std::uint64_t pixels_per_second = 16'777'216;
  std::uint64_t pixels_saved_max = 33'554'432;
  /// Pixels worked off between two looks at other clients' messages: about a millisecond.
  std::uint64_t slice_pixels = 524'288;
  /// A viewer's backlog of UPDATES; past it, it gets a SNAPSHOT instead.
  std::size_t backlog_bytes_max = 4 * 1024 * 1024;
  /// The tail of encoded UPDATES that a picture keeps in memory, for viewers and for resumes with `since`.
  std::size_t log_bytes_max = 16 * 1024 * 1024;
  /// All those tails together: where many pictures are in memory, each keeps less.
  std::size_t logs_bytes_max = 512 * 1024 * 1024;
  /// PNGs of pictures kept for whoever joins next; those that were not used for longest are made anew.
  std::size_t encoded_bytes_max = 256 * 1024 * 1024;
  /// Pictures that are being written as PNG at once: each holds what it was while it is drawn on, so the others wait
  /// for their turn.
  std::size_t snapshot_writes_max = 4;
  /// JSON that waits in one connection's outbox; it cannot be skipped, so past it the client is closed (`too_slow`).
  std::size_t outbox_bytes_max = 4 * 1024 * 1024;
  /// A client that took nothing for so long although something waits is closed (`too_slow`).
  std::chrono::milliseconds stall_max{10'000};
  /// A WebSocket or HTTP peer that does not finish its request or handshake is closed (`idle`).
  std::chrono::milliseconds handshake_max{15'000};
  /// What a client has drawn and the engine has not yet taken, patches counted as pixels; reading pauses there. Some
  /// reads' worth: it is what one connection can take of memory and of decoding ahead of everybody's turn.
  std::size_t draws_unacknowledged_bytes_max = 4 * 1024 * 1024;
  /// A WebSocket peer that answers no ping for so long has vanished.
  std::chrono::milliseconds websocket_idle_max{60'000};
  /// How long a client may take to close its side after the goodbye; until then what it still sends is read and
  /// thrown away, so that the goodbye is not lost by a reset.
  std::chrono::milliseconds linger_max{2'000};
  /// An HTTP connection kept alive without a request.
  std::chrono::milliseconds http_idle_max{60'000};
  /// Records waiting for storage; past it the engine takes no more from its readers until some are on disk.
  std::size_t store_pending_bytes_max = 64 * 1024 * 1024;
  /// Ops for which nobody waits are committed at most this often, since a commit costs as much for one as for a
  /// thousand; where at least `commit_ops` wait, its cost is shared by enough of them to be paid more often.
  std::chrono::microseconds commit_interval{16'000};
  std::chrono::microseconds commit_interval_min{500};
  std::uint64_t commit_ops = 24;
  /// Updates that wait for being joined with others; the first after a pause never waits.
  std::chrono::microseconds flush_interval{2'000};
  /// How often a changed picture is written as PNG (`set_config`: snapshot_seconds).
  std::chrono::milliseconds snapshot_interval{30'000};
  /// How long a clean stop may take before what does not drain is cut off.
  std::chrono::milliseconds shutdown_max{5'000};
  /// How long an answer is kept for a command with a `key`, how many of them, and how much they may take together.
  std::chrono::seconds answer_kept{24 * 3600};
  std::size_t answers_max = 100'000;
  std::size_t answers_bytes_max = 64 * 1024 * 1024;
  /// At most one `presence` of a picture in this time, and one CURSOR block.
  std::chrono::milliseconds presence_interval{1'000};
  std::chrono::milliseconds cursor_interval{50};

  /// A message of the server other than SNAPSHOT.
  static constexpr std::size_t server_message_bytes_max = 256 * 1024;
  /// What a list in an answer may take before it ends with `more`, so that it fits into a message and costs the engine
  /// about a millisecond.
  static constexpr std::size_t list_bytes_max = 192 * 1024;
  /// One op in UPDATES, with room for the headers around it.
  static constexpr std::size_t op_bytes_max = server_message_bytes_max - 1024;
  /// UPDATES are cut here, so that several fit into a message.
  static constexpr std::size_t updates_bytes_max = 64 * 1024;
  static constexpr unsigned patch_side_max = 256;
  static constexpr unsigned ellipse_radius_max = 8191;
  /// A name of a picture or session, in bytes of UTF-8, after trimming.
  static constexpr std::size_t name_bytes_max = 200;
  /// A player's handle, in characters after trimming.
  static constexpr std::size_t handle_characters_max = 40;
  /// A passphrase, in bytes: a long sentence in any script.
  static constexpr std::size_t passphrase_bytes_max = 1'024;
  /// The `key` of a command: room for a UUID and a prefix.
  static constexpr std::size_t key_characters_max = 64;
  /// The text of a chat message, in bytes of UTF-8: a few pages; what is longer is a file.
  static constexpr std::size_t message_text_bytes_max = 16 * 1024;
  /// A picture that is attached: a photograph of 64 megapixels; its pixels take 256 MiB while its thumbnail is made.
  /// One that claims more is refused, since whoever opens it would suffer.
  static constexpr std::uint64_t attachment_pixels_max = 64 * 1024 * 1024;
  static constexpr std::uint32_t attachment_side_max = 32'768;
  static constexpr std::uint32_t thumbnail_side_max = 256;
  /// A part of an attachment on its way to a client: a CHUNK that fits into a message.
  static constexpr std::size_t attachment_part_bytes = 128 * 1024;
  /// Pieces of attachments that one connection may have sent and that are not on disk yet; reading pauses there.
  static constexpr std::size_t chunks_waiting_max = 2;
  /// The name of an attachment, in bytes of UTF-8: what file systems take.
  static constexpr std::size_t attachment_name_bytes_max = 255;
  /// Messages in one answer to a search.
  static constexpr std::uint32_t messages_found_max = 100;
  /// Events in one answer.
  static constexpr std::uint32_t events_found_max = 500;
  /// Of a challenge: what it is worth, its description and the code of its language, in bytes.
  static constexpr std::uint64_t challenge_points_max = 1'000'000;
  static constexpr std::size_t challenge_text_bytes_max = 4 * 1024;
  static constexpr std::size_t language_bytes_max = 16;
  /// A session's metadata: what a program needs to find its own things by.
  static constexpr std::size_t metadata_entries_max = 32;
  static constexpr std::size_t metadata_bytes_max = 8 * 1024;
  /// Words of one search: each is looked up by itself, so they are what a search costs. A sentence has fewer.
  static constexpr std::size_t search_words_max = 32;
  /// What a subscription to a feed has handed back in its `sync`: a UUID, a number, a small object.
  static constexpr std::size_t sync_id_bytes_max = 1'024;
  /// Servers that a `since` names.
  static constexpr std::size_t since_max = 1'024;
  /// Integers in a client's JSON: what every language holds exactly in a double.
  static constexpr std::int64_t client_number_max = std::int64_t{1} << 53;
  /// Nesting of a client's JSON; nothing in the contract needs more than 8.
  static constexpr int json_depth_max = 32;
};

static_assert(limits::op_bytes_max < limits::server_message_bytes_max);
static_assert(limits::list_bytes_max < limits::server_message_bytes_max);
static_assert(limits::updates_bytes_max < limits::server_message_bytes_max);
static_assert(limits{}.backlog_bytes_max <= limits{}.log_bytes_max, "a viewer's backlog must still be in the log");
static_assert(limits{}.frame_bytes_max >= limits::op_bytes_max);
static_assert(limits{}.http_uploads_bytes_max >= limits{}.http_body_bytes_max);
static_assert(limits{}.slice_pixels <= limits{}.pixels_per_second);

} // namespace atelier
