#pragma once

#include "client/cli/chat_file_effects.hpp"
#include "client/fault.hpp"
#include "protocol/json_text.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What a conversation wants done, in this order.

namespace atelier::cli::chat {

struct connect {};
struct disconnect {};
struct send {
  json what;
};
/// A line of the chat.
struct show {
  std::string line;
};
/// Something that the person may want to know.
struct remark {
  std::string text;
};
/// Something that the person must know.
struct complaint {
  std::string text;
};
struct ask_passphrase {
  std::string prompt;
};
/// It is over; without a fault, with this exit code.
struct leave {
  int code = 0;
  std::optional<client::fault> why{};
};

using effect =
    std::variant<connect, disconnect, send, show, remark, complaint, ask_passphrase, leave, open_upload, send_piece,
                 close_upload, open_download, clear_download, write_download, keep_download, close_download>;
using effects = std::vector<effect>;

} // namespace atelier::cli::chat
