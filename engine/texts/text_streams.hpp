#pragma once

#include "engine/texts/recent_items.hpp"
#include "engine/world.hpp"
#include "protocol/chat.hpp"
#include "protocol/feed.hpp"
#include "protocol/game_records.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace atelier {

/// Who reads which chat, which session's events, or which feed (`Item`: `chat_message`, `event_record`,
/// `feed_message`): the stored past in pages that are read outside the engine, then the end of it from memory with the
/// `sync`, then what happens. Between the two nothing is lost and nothing comes twice: a page goes as far as memory
/// begins, and one that is still behind that reads on.
template <class Item>
class text_streams {
public:
  explicit text_streams(world& all) : world_{all} {}

  void subscribe(const texts_requested& input, turn& now);
  void page_taken(const text_page_taken& input, turn& now);
  void page_read(texts_read input, turn& now);
  void leave(const text_stream_left& input, turn& now);
  void gone(connection_id who, const connection& client);
  /// Ends all streams of a session that is removed.
  void removed(session_id session, turn& now);

  /// A new item, or a new version of one, that storage has been given: sent to all whose stream is live, when it is on
  /// disk.
  void said(const Item& what, turn& now);

  /// The latest version of an item, where it is in memory.
  [[nodiscard]] const Item* find(session_id session, seqno_t id) const;
  /// Connections that read along, and how many streams of it each has open.
  [[nodiscard]] const std::map<connection_id, std::size_t>& readers(session_id session) const;

private:
  using key = std::pair<connection_id, mux_id>;
  struct stream {
    session_id session;
    /// Everything up to here was sent.
    seqno_t sent = 0;
    /// Of a feed.
    std::shared_ptr<const feed_selection> selection{};
    /// A page of it is being read; it has left meanwhile.
    bool reading = false;
    bool left = false;
    std::string why_left{};
    bool live = false;
  };

  /// `last`: the last place that is not in memory, where nothing is yet.
  [[nodiscard]] recent_items<Item>& recent(session_id session, seqno_t last);
  [[nodiscard]] seqno_t last_position() const;
  [[nodiscard]] bool has_room_for(connection_id who, const text_source& source) const;
  void go_on(key who, stream& which, turn& now);
  void end(key who, std::string reason, turn& now);
  void reads_no_more(session_id session, connection_id who);

  world& world_;
  std::map<key, stream> streams_;
  /// The readers of each session whose streams are live.
  std::map<session_id, std::set<key>> live_;
  std::map<session_id, std::map<connection_id, std::size_t>> readers_;
  std::map<session_id, recent_items<Item>> recent_;
};

extern template class text_streams<chat_message>;
extern template class text_streams<event_record>;
extern template class text_streams<feed_message>;

} // namespace atelier
