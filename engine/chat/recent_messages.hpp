#pragma once

#include "protocol/bytes.hpp"
#include "protocol/chat.hpp"
#include "protocol/ids.hpp"
#include "protocol/server_messages.hpp"

#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace atelier {

/// The end of a session's chat, in memory: whoever has missed no more than this needs no look at the disk. Of each
/// message only its latest version is kept. What is not on disk yet is never dropped.
class recent_messages {
public:
  /// Keeps about this many messages and bytes. `floor`: the last seqno before the first that is added.
  recent_messages(std::size_t messages_max, std::size_t bytes_max, seqno_t floor)
      : messages_max_{messages_max}, bytes_max_{bytes_max}, floor_{floor} {}

  /// `ticket`: the batch that stores it. Takes the place of an earlier version.
  void add(chat_message what, shared_text item, ticket_id ticket);

  /// Drops the oldest past the limits, or all where nobody reads, as far as they are stored.
  void trim(bool is_read, const std::function<bool(ticket_id)>& is_stored);

  /// Everything after this seqno is here; nothing older need be.
  [[nodiscard]] seqno_t floor() const noexcept {
    return floor_;
  }
  /// The items after `seqno`, which is not below the floor.
  [[nodiscard]] std::vector<shared_text> after(seqno_t seqno) const;
  /// The latest version of a message, where it is here.
  [[nodiscard]] const chat_message* find(seqno_t id) const;

private:
  struct entry {
    chat_message message;
    shared_text item;
    ticket_id ticket;
  };
  std::size_t messages_max_;
  std::size_t bytes_max_;
  seqno_t floor_;
  std::size_t bytes_ = 0;
  std::deque<entry> entries_;
};

} // namespace atelier
