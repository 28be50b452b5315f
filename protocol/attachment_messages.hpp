#pragma once

#include "protocol/bytes.hpp"
#include "protocol/chat.hpp"
#include "protocol/errors.hpp"
#include "protocol/ids.hpp"

#include <cstdint>
#include <string>

/// \file
/// The part of protocol/messages.hpp that is about attachments.

namespace atelier {

// ---- to the engine, from connections ----

/// A piece of an attachment; one `chunk_taken` follows when it is on disk or refused.
struct chunk_received {
  connection_id from;
  transfer_id transfer;
  std::uint64_t offset = 0;
  shared_bytes piece;
};

/// The client has taken most of what it was sent of an attachment, and the next part may come.
struct transfer_part_taken {
  connection_id from;
  transfer_id transfer;
};

/// `POST /sessions/{id}/attachments`, with all of the content; answered as a command is.
struct attachment_posted {
  connection_id from;
  std::int64_t request = 0;
  session_id session;
  std::string name;
  /// What is said with it; may be empty.
  std::string text;
  shared_bytes content;
};

/// `GET /attachments/{hash}`: what lies at `offset` and behind it; one `attachment_part` follows.
struct attachment_requested {
  connection_id from;
  std::int64_t request = 0;
  std::string hash;
  bool thumbnail = false;
  std::uint64_t offset = 0;
};

// ---- to the engine, from the attachment worker ----

/// How much of an attachment the store has already, all of it perhaps.
struct attachment_begun {
  transfer_id transfer;
  result<std::uint64_t> offset;
};

/// A piece is written, or can't be, which ends the transfer.
struct chunk_written {
  transfer_id transfer;
  result<void> written;
};

/// An attachment is whole, checked and on disk, or can't be kept. The note has no name.
struct attachment_stored {
  transfer_id transfer;
  result<attachment_note> what;
};

/// A piece of an attachment that is kept.
struct attachment_piece {
  shared_bytes bytes;
  std::uint64_t offset = 0;
  /// Of the whole.
  std::uint64_t bytes_total = 0;
  std::string media_type;
};

/// What `read_attachment` found.
struct attachment_read {
  std::uint64_t request = 0;
  result<attachment_piece> piece;
};

// ---- to a connection, from the engine ----

/// A part of an attachment for an HTTP client, which asks for the next one itself.
struct attachment_part {
  std::int64_t request = 0;
  result<attachment_piece> piece;
};

/// A CHUNK block for the client; unless it is the last of its transfer, `transfer_part_taken` asks for the next.
struct transfer_part {
  transfer_id transfer;
  shared_bytes block;
  bool last = false;
};

/// A `chunk_received` of this connection is worked off.
struct chunk_taken {};

// ---- to the attachment worker, from the engine ----

/// Get ready for the pieces of an attachment, going on where an earlier try ended; answered by `attachment_begun`.
struct begin_attachment {
  transfer_id transfer;
  /// SHA-256 in hexadecimal, lower case.
  std::string hash;
  std::uint64_t bytes = 0;
};

/// Write the next piece; answered by `chunk_written`.
struct write_chunk {
  transfer_id transfer;
  std::uint64_t offset = 0;
  shared_bytes piece;
};

/// All pieces are written: compare the hash, look what it is, keep it; answered by `attachment_stored`.
struct finish_attachment {
  transfer_id transfer;
};

/// The same for an attachment that came in one piece; answered by `attachment_stored`.
struct keep_attachment {
  transfer_id transfer;
  shared_bytes content;
};

/// Nobody goes on with a transfer; what is written of it is left for the next try, or thrown away. Not answered.
struct leave_attachment {
  transfer_id transfer;
  bool throw_away = false;
};

/// Read a part of an attachment or of its thumbnail, `limits::attachment_part_bytes` at most; answered by
/// `attachment_read`.
struct read_attachment {
  std::uint64_t request = 0;
  std::string hash;
  bool thumbnail = false;
  std::uint64_t offset = 0;
};

} // namespace atelier
