#pragma once

#include "protocol/chat.hpp"
#include "protocol/errors.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace atelier {

/// The read side of storage for chats; any thread, one call at a time. What it finds is on disk.
class chat_archive {
public:
  virtual ~chat_archive() = default;

  /// The messages of a chat as they stand (of each its latest version), with `after < seqno <= until`, ascending by
  /// seqno, at least one where there is any, until they take `bytes_max`.
  struct page {
    std::vector<chat_message> messages;
    /// There are more up to `until`.
    bool more = false;
  };
  [[nodiscard]] virtual result<page> read(session_id session, seqno_t after, seqno_t until, std::size_t bytes_max) = 0;

  /// The latest version of a message, by the seqno of its first.
  [[nodiscard]] virtual result<std::optional<chat_message>> find(seqno_t id) = 0;

  /// The versions of a message, the first one first, as far as they fit into an answer, and one more.
  [[nodiscard]] virtual result<std::vector<chat_message>> versions(seqno_t id) = 0;

  /// The latest `count` messages of a chat before `before` that hold all words of `query` (their beginnings count),
  /// in text, file name or handle; the latest first. Deleted ones and earlier versions are not found.
  [[nodiscard]] virtual result<std::vector<chat_message>> search(session_id session, const std::string& query,
                                                                 seqno_t before, std::size_t count) = 0;
};

} // namespace atelier
