#include "engine/texts/text_streams.hpp"

#include "protocol/events.hpp"

#include <algorithm>
#include <string>

namespace atelier {

namespace {

/// What is different about each kind.
template <class Item>
struct kind_of;

template <>
struct kind_of<chat_message> {
  static constexpr auto source = text_kind::chat;
  static constexpr std::string_view item = "message";
  static constexpr std::string_view noun = "the chat";
  static seqno_t next(const world& all) noexcept {
    return all.next_chat_seqno;
  }
};

template <>
struct kind_of<event_record> {
  static constexpr auto source = text_kind::events;
  static constexpr std::string_view item = "event";
  static constexpr std::string_view noun = "the events";
  static seqno_t next(const world& all) noexcept {
    return all.next_event_seqno;
  }
};

seqno_t had_of(const text_source& source, std::uint32_t srv_id) {
  seqno_t highest = 0;
  for (const auto& [server, seqno] : source.since)
    if (server == srv_id)
      highest = std::max(highest, seqno);
  return highest;
}

} // namespace

template <class Item>
recent_items<Item>& text_streams<Item>::recent(session_id session, seqno_t last) {
  const auto& bounds = world_.bounds();
  return recent_.try_emplace(session, bounds.recent_messages_max, bounds.recent_message_bytes_max, last).first->second;
}

template <class Item>
seqno_t text_streams<Item>::last_seqno() const {
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
  client->texts.insert_or_assign(input.mux, text_key{kind_of<Item>::source, session});
  auto& made = streams_[who] = {session, had_of(input.source, world_.srv_id)};
  ++readers_[session][input.from];
  // The first page too is asked for when there is room for it.
  if (made.sent < recent(session, last_seqno()).floor())
    now.send(who.first, text_items{who.second, kind_of<Item>::item, {}, text_items::then::next_page});
  else
    go_on(who, made, now);
}

template <class Item>
void text_streams<Item>::go_on(key who, stream& which, turn& now) {
  // Where nothing of a chat is in memory, all of it is on disk.
  const auto& end = recent(which.session, last_seqno());
  if (which.sent < end.floor()) {
    which.reading = true;
    now.out.emplace_back(
        read_texts{who.first, who.second, kind_of<Item>::source, which.session, which.sent, end.floor()});
    return;
  }
  which.live = true;
  live_[which.session].insert(who);
  world_.commits.hold(now, who.first,
                      text_items{who.second, kind_of<Item>::item, end.after(which.sent), text_items::then::sync});
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
  now.send(who.first,
           text_items{who.second, kind_of<Item>::item, std::move(*input.items), text_items::then::next_page});
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
  auto item = std::make_shared<const std::string>(members_of(what, world_.srv_id));
  // Its batch is the last one, since its record was just added.
  auto& end = recent(what.session, what.seqno - 1);
  end.add(what, item, world_.commits.last_ticket().value_or(ticket_id{}));
  const auto& readers = live_[what.session];
  end.trim(!readers.empty(), [this](ticket_id ticket) { return world_.commits.is_stored(ticket); });
  for (const auto& who : readers)
    world_.commits.hold(now, who.first, text_items{who.second, kind_of<Item>::item, {item}});
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

} // namespace atelier
