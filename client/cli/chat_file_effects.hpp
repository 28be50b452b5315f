#pragma once

#include "client/attachment_upload.hpp"
#include "protocol/bytes.hpp"

#include <string>
#include <variant>

/// What a conversation wants done with files, of which at most one is sent and one received at a time, and what came
/// of it.

namespace atelier::cli::chat {

/// Opens a file to be sent and finds its hash; `upload_ready` or `upload_failed` follows.
struct open_upload {
  std::string path;
  /// Refuses what is none.
  bool image = false;
};
/// Sends a piece of the open file as a CHUNK; `upload_failed` follows where it can't be read.
struct send_piece {
  client::attachment_upload::piece what;
};
struct close_upload {};

/// Opens what is there of an attachment, in a folder; `download_ready` or `download_failed` follows.
struct open_download {
  std::string folder;
  std::string hash;
};
/// Throws away what is there; `download_ready` or `download_failed` follows.
struct clear_download {};
/// Writes behind what is there; `download_failed` follows where that can't be done.
struct write_download {
  bytes piece;
};
/// Compares the hash and gives it a name that is free; `download_kept` or `download_failed` follows.
struct keep_download {
  std::string name;
};
/// Leaves what is there for another time.
struct close_download {};

struct upload_ready {
  client::attachment_upload::content what;
};
struct upload_failed {
  client::fault why;
};
struct download_ready {
  std::uint64_t have = 0;
};
struct download_failed {
  client::fault why;
};
struct download_kept {
  bool fits = false;
  /// Where it lies, where it fits.
  std::string path{};
};

using file_event = std::variant<upload_ready, upload_failed, download_ready, download_failed, download_kept>;

} // namespace atelier::cli::chat
