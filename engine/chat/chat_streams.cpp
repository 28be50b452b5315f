#include "engine/chat/chat_streams.hpp"

#include <algorithm>
#include <string>

namespace atelier {

namespace {

constexpr std::string_view item_type = "message";

seqno_t had_of(const chat_source& source, std::uint32_t srv_id) {
  seqno_t highest = 0;
  for (const auto& [server, seqno] : source.since)
    if (server == srv_id)
      highest = std::max(highest, seqno);
  return highest;
}

} // namespace

recent_messages& chat_streams::recent(session_id session, seqno_t last) {
  const auto& bounds = world_.bounds();
  return recent_.try_emplace(session, bounds.recent_messages_max, bounds.recent_message_bytes_max, last).first->second;
}

void chat_streams::subscribe(const chat_requested& input, turn& now) {
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
  client->chats.insert_or_assign(input.mux, session);
  auto& made = streams_[who] = {session, had_of(input.source, world_.srv_id)};
  ++readers_[session][input.from];
  // The first page too is asked for when there is room for it.
  if (made.sent < recent(session, world_.next_chat_seqno - 1).floor())
    now.send(who.first, text_items{who.second, item_type, {}, text_items::then::next_page});
  else
    go_on(who, made, now);
}

void chat_streams::go_on(key who, stream& which, turn& now) {
  // Where nothing of a chat is in memory, all of it is on disk.
  const auto& end = recent(which.session, world_.next_chat_seqno - 1);
  if (which.sent < end.floor()) {
    which.reading = true;
    now.out.emplace_back(read_chat{who.first, who.second, which.session, which.sent, end.floor()});
    return;
  }
  which.live = true;
  live_[which.session].insert(who);
  world_.commits.hold(now, who.first, text_items{who.second, item_type, end.after(which.sent), text_items::then::sync});
}

void chat_streams::page_taken(const text_page_taken& input, turn& now) {
  const key who{input.from, input.mux};
  const auto place = streams_.find(who);
  if (place != streams_.end() && !place->second.live && !place->second.reading)
    go_on(who, place->second, now);
}

void chat_streams::page_read(chat_read input, turn& now) {
  const key who{input.to, input.mux};
  const auto place = streams_.find(who);
  if (place == streams_.end())
    return;
  auto& which = place->second;
  which.reading = false;
  if (which.left)
    return end(who, std::move(which.why_left), now);
  if (!input.items) {
    now.log(log_line::level::error, "the chat of session " + std::to_string(which.session.value)
                                        + " can't be read: " + input.items.error().message);
    return end(who, "storage_failure", now);
  }
  which.sent = std::max(which.sent, input.reached);
  if (input.items->empty())
    return go_on(who, which, now);
  now.send(who.first, text_items{who.second, item_type, std::move(*input.items), text_items::then::next_page});
}

void chat_streams::leave(const text_stream_left& input, turn& now) {
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

void chat_streams::end(key who, std::string reason, turn& now) {
  const auto place = streams_.find(who);
  live_[place->second.session].erase(who);
  if (!place->second.left)
    reads_no_more(place->second.session, who.first);
  streams_.erase(place);
  if (auto* client = world_.find_client(who.first))
    client->chats.erase(who.second);
  world_.commits.hold(now, who.first, text_stream_ended{who.second, std::move(reason)});
}

void chat_streams::gone(connection_id who, const connection& client) {
  for (const auto& [mux, session] : client.chats) {
    live_[session].erase({who, mux});
    streams_.erase({who, mux});
    readers_[session].erase(who);
  }
}

void chat_streams::removed(session_id session, turn& now) {
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

void chat_streams::said(const chat_message& what, turn& now) {
  auto item = std::make_shared<const std::string>(members_of(what, world_.srv_id));
  // Its batch is the last one, since its record was just added.
  auto& end = recent(what.session, what.seqno - 1);
  end.add(what, item, world_.commits.last_ticket().value_or(ticket_id{}));
  const auto& readers = live_[what.session];
  end.trim(!readers.empty(), [this](ticket_id ticket) { return world_.commits.is_stored(ticket); });
  for (const auto& who : readers)
    world_.commits.hold(now, who.first, text_items{who.second, item_type, {item}});
}

const chat_message* chat_streams::find(session_id session, seqno_t id) const {
  const auto place = recent_.find(session);
  return place == recent_.end() ? nullptr : place->second.find(id);
}

const std::map<connection_id, std::size_t>& chat_streams::readers(session_id session) const {
  static const std::map<connection_id, std::size_t> nobody;
  const auto place = readers_.find(session);
  return place == readers_.end() ? nobody : place->second;
}

void chat_streams::reads_no_more(session_id session, connection_id who) {
  auto& all = readers_[session];
  const auto place = all.find(who);
  if (place != all.end() && --place->second == 0)
    all.erase(place);
}

} // namespace atelier
