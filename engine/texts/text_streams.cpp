#include "engine/texts/text_streams.hpp"

#include "protocol/events.hpp"
#include "protocol/feed_limits.hpp"

#include <limits>
#include <string>
#include <utility>

namespace atelier {

namespace {

/// What chats and events have in common: all of it is this server's own, in the order of its seqnos.
template <class Item>
struct own_kind {
  static session_id session_of(const Item& what) noexcept {
    return what.session;
  }
  static std::string members(const Item& what, std::uint32_t srv_id) {
    return members_of(what, srv_id);
  }
  static seqno_t had(const text_source& source, std::uint32_t srv_id) {
    const auto own = source.since.find(srv_id);
    return own == source.since.end() ? 0 : own->second;
  }
};

/// What is different about each kind.
template <class Item>
struct kind_of;

template <>
struct kind_of<chat_message> : own_kind<chat_message> {
  static constexpr auto source = text_kind::chat;
  static constexpr std::string_view noun = "the chat";
  static std::string_view type_of(const chat_message&) noexcept {
    return "message";
  }
  static seqno_t next(const world& all) noexcept {
    return all.next_chat_seqno;
  }
};

template <>
struct kind_of<event_record> : own_kind<event_record> {
  static constexpr auto source = text_kind::events;
  static constexpr std::string_view noun = "the events";
  static std::string_view type_of(const event_record&) noexcept {
    return "event";
  }
  static seqno_t next(const world& all) noexcept {
    return all.next_event_seqno;
  }
};

template <>
struct kind_of<feed_message> {
  static constexpr auto source = text_kind::feed;
  static constexpr std::string_view noun = "the feed";
  static session_id session_of(const feed_message& what) noexcept {
    return what.project;
  }
  static std::string_view type_of(const feed_message& what) noexcept {
    return name_of(what.kind);
  }
  static std::string members(const feed_message& what, std::uint32_t) {
    return members_of(what);
  }
  static seqno_t next(const world& all) noexcept {
    return all.next_feed_arrival;
  }
  /// What the reader has of several servers says nothing of arrivals; the archive finds where to begin.
  static seqno_t had(const text_source&, std::uint32_t) noexcept {
    return 0;
  }
};

bool is_wanted(const feed_selection* by, const feed_message& what) {
  return by->wants(what);
}

template <class Item>
bool is_wanted(const feed_selection*, const Item&) {
  return true;
}

std::shared_ptr<const feed_selection> selection_of(const text_source& source) {
  if (source.kind != text_kind::feed)
    return nullptr;
  return std::make_shared<const feed_selection>(feed_selection{source.since, source.kinds});
}

} // namespace

template <class Item>
recent_items<Item>& text_streams<Item>::recent(session_id session, seqno_t last) {
  const auto& bounds = world_.bounds();
  return recent_.try_emplace(session, bounds.recent_messages_max, bounds.recent_message_bytes_max, last).first->second;
}

template <class Item>
seqno_t text_streams<Item>::last_position() const {
  return kind_of<Item>::next(world_) - 1;
}

template <class Item>
void text_streams<Item>::subscribe(const texts_requested& input, turn& now) {
  auto* client = world_.find_client(input.from);
  if (!client)
    return;
  const auto session = input.source.session;
  if (world_.stopping)
    return now.send(input.from, stream_refused{input.mux, {errc::shutting_down, "the server is shutting down"}});
  if (!world_.sessions.contains(session))
    return now.send(
        input.from,
        stream_refused{input.mux, {errc::not_found, "there is no session " + std::to_string(session.value)}});
  const key who{input.from, input.mux};
  if (streams_.contains(who))
    return now.send(input.from, stream_refused{input.mux, {errc::already_exists, "the mux_id is in use"}});
  if (!has_room_for(who.first, input.source))
    return now.send(input.from,
                    stream_refused{input.mux,
                                   {errc::rate_limited, "the subscriptions of this connection name more than "
                                                            + std::to_string(feed_limits::client_since_max)
                                                            + " servers in \"since\"; close some of them"}});
  client->texts.insert_or_assign(input.mux, text_key{kind_of<Item>::source, session});
  auto& made = streams_[who] = {session, kind_of<Item>::had(input.source, world_.srv_id), selection_of(input.source)};
  ++readers_[session][input.from];
  // The first page too is asked for when there is room for it.
  if (made.sent < recent(session, last_position()).floor())
    now.send(who.first, text_items{who.second, {}, text_items::then::next_page});
  else
    go_on(who, made, now);
}

template <class Item>
bool text_streams<Item>::has_room_for(connection_id who, const text_source& source) const {
  if (source.kind != text_kind::feed)
    return true;
  auto named = source.since.size();
  for (auto each = streams_.lower_bound({who, mux_id{std::numeric_limits<std::int64_t>::min()}});
       each != streams_.end() && each->first.first == who; ++each)
    named += each->second.selection->since.size();
  return named <= feed_limits::client_since_max;
}

template <class Item>
void text_streams<Item>::go_on(key who, stream& which, turn& now) {
  // Where nothing of a chat is in memory, all of it is on disk.
  const auto& end = recent(which.session, last_position());
  if (which.sent < end.floor()) {
    which.reading = true;
    now.out.emplace_back(read_texts{who.first, who.second, kind_of<Item>::source, which.session, which.sent,
                                    end.floor(), which.selection});
    return;
  }
  which.live = true;
  live_[which.session].insert(who);
  std::vector<text_item> rest;
  end.after(which.sent, [&](const Item& what, const shared_text& text) {
    if (is_wanted(which.selection.get(), what))
      rest.push_back({kind_of<Item>::type_of(what), text});
  });
  world_.commits.hold(now, who.first, text_items{who.second, std::move(rest), text_items::then::sync});
}

template <class Item>
void text_streams<Item>::page_taken(const text_page_taken& input, turn& now) {
  const key who{input.from, input.mux};
  const auto place = streams_.find(who);
  if (place != streams_.end() && !place->second.live && !place->second.reading)
    go_on(who, place->second, now);
}

template <class Item>
void text_streams<Item>::page_read(texts_read input, turn& now) {
  const key who{input.to, input.mux};
  const auto place = streams_.find(who);
  if (place == streams_.end())
    return;
  auto& which = place->second;
  which.reading = false;
  if (which.left)
    return end(who, std::move(which.why_left), now);
  if (!input.items) {
    now.log(log_line::level::error, std::string{kind_of<Item>::noun} + " of session "
                                        + std::to_string(which.session.value)
                                        + " can't be read: " + input.items.error().message);
    return end(who, "storage_failure", now);
  }
  which.sent = std::max(which.sent, input.reached);
  if (input.items->empty())
    return go_on(who, which, now);
  now.send(who.first, text_items{who.second, std::move(*input.items), text_items::then::next_page});
}

template <class Item>
void text_streams<Item>::leave(const text_stream_left& input, turn& now) {
  const key who{input.from, input.mux};
  const auto place = streams_.find(who);
  // Refused, or ended meanwhile: the client has been told, or is about to be.
  if (place == streams_.end())
    return;
  // The mux must not be free before the page under way has come and was thrown away.
  if (!place->second.reading)
    return end(who, {}, now);
  place->second.left = true;
  reads_no_more(place->second.session, input.from);
}

template <class Item>
void text_streams<Item>::end(key who, std::string reason, turn& now) {
  const auto place = streams_.find(who);
  live_[place->second.session].erase(who);
  if (!place->second.left)
    reads_no_more(place->second.session, who.first);
  streams_.erase(place);
  if (auto* client = world_.find_client(who.first))
    client->texts.erase(who.second);
  world_.commits.hold(now, who.first, text_stream_ended{who.second, std::move(reason)});
}

template <class Item>
void text_streams<Item>::gone(connection_id who, const connection& client) {
  for (const auto& [mux, what] : client.texts) {
    const auto& [kind, session] = what;
    if (kind != kind_of<Item>::source)
      continue;
    live_[session].erase({who, mux});
    streams_.erase({who, mux});
    readers_[session].erase(who);
  }
}

template <class Item>
void text_streams<Item>::removed(session_id session, turn& now) {
  std::vector<key> all;
  for (const auto& [who, each] : streams_)
    if (each.session == session)
      all.push_back(who);
  for (const auto& who : all) {
    auto& each = streams_.at(who);
    if (!each.reading) {
      end(who, "removed", now);
    } else if (!std::exchange(each.left, true)) {
      // As in `leave`.
      each.why_left = "removed";
      reads_no_more(session, who.first);
    }
  }
  live_.erase(session);
  readers_.erase(session);
  recent_.erase(session);
}

template <class Item>
void text_streams<Item>::said(const Item& what, turn& now) {
  using kind = kind_of<Item>;
  const auto session = kind::session_of(what);
  auto item = std::make_shared<const std::string>(kind::members(what, world_.srv_id));
  // Its batch is the last one, since its record was just added.
  auto& end = recent(session, position_of(what) - 1);
  end.add(what, item, world_.commits.last_ticket().value_or(ticket_id{}));
  const auto& readers = live_[session];
  end.trim(!readers.empty(), [this](ticket_id ticket) { return world_.commits.is_stored(ticket); });
  for (const auto& who : readers)
    if (is_wanted(streams_.at(who).selection.get(), what))
      world_.commits.hold(now, who.first, text_items{who.second, {{kind::type_of(what), item}}});
}

template <class Item>
const Item* text_streams<Item>::find(session_id session, seqno_t id) const {
  const auto place = recent_.find(session);
  return place == recent_.end() ? nullptr : place->second.find(id);
}

template <class Item>
const std::map<connection_id, std::size_t>& text_streams<Item>::readers(session_id session) const {
  static const std::map<connection_id, std::size_t> nobody;
  const auto place = readers_.find(session);
  return place == readers_.end() ? nobody : place->second;
}

template <class Item>
void text_streams<Item>::reads_no_more(session_id session, connection_id who) {
  auto& all = readers_[session];
  const auto place = all.find(who);
  if (place != all.end() && --place->second == 0)
    all.erase(place);
}

template class text_streams<chat_message>;
template class text_streams<event_record>;
template class text_streams<feed_message>;

} // namespace atelier
