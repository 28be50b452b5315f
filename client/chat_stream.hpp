#pragma once

#include "client/chat_item.hpp"

#include <map>
#include <vector>

namespace atelier::client {

/// What has come of a session's chat, over any number of connections: takes every version once, says from where on to
/// subscribe again, and keeps the latest messages as they now stand.
class chat_stream {
public:
  /// Messages that are kept, a few hundred bytes each.
  static constexpr std::size_t kept_max = 1'000;

  enum class news {
    /// It came before.
    repeat,
    /// A message of which no version came before.
    said,
    /// A new version of a message that has come.
    changed,
  };
  news take(chat_item item);

  /// Whether everything up to this has come.
  [[nodiscard]] bool has(std::uint32_t srv_id, seqno_t seqno) const;

  /// The message that asks for everything that has not come.
  [[nodiscard]] json subscription(mux_id mux, session_id session) const;

  /// The last `count` of the kept messages that are not deleted, in the order in which they were first said; valid
  /// until the next `take`.
  [[nodiscard]] std::vector<const chat_item*> latest(std::size_t count) const;

  /// The message of that id as it now stands, where it is kept; valid until the next `take`.
  [[nodiscard]] const chat_item* find(seqno_t id) const;

  /// How many messages have come that are not deleted, those no longer kept included.
  [[nodiscard]] std::uint64_t said() const noexcept {
    return dropped_ + standing_;
  }

private:
  using place = std::pair<seqno_t, std::uint32_t>;
  std::map<std::uint32_t, seqno_t> highest_;
  /// By the seqno of the first version.
  std::map<place, chat_item> kept_;
  std::uint64_t standing_ = 0;
  std::uint64_t dropped_ = 0;
};

} // namespace atelier::client
