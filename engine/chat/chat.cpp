#include "engine/chat/chat.hpp"

#include "engine/arguments.hpp"

#include <algorithm>
#include <limits>
#include <string>

namespace atelier {

namespace {

constexpr std::uint32_t found_default = 20;

json to_json(const chat_message& what, std::uint32_t srv_id) {
  return json::parse("{" + members_of(what, srv_id) + "}");
}

/// The argument `text`, where it can be a message's.
result<std::string> text_of(const command& what) {
  arguments args{what.args};
  auto text = args.text("text");
  if (args.wrong())
    return tl::unexpected{*args.wrong()};
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    return failure(errc::bad_data, "\"text\" is empty; a message has at least one character that is no blank");
  if (auto wrong = too_long_a_text(text))
    return tl::unexpected{std::move(*wrong)};
  return text;
}

/// As many of them as fit into an answer.
json list_of(const std::vector<chat_message>& messages, std::uint32_t srv_id) {
  json out{{"messages", json::array()}};
  std::size_t size = 0;
  for (const auto& each : messages) {
    size += members_of(each, srv_id).size();
    if (size > limits::list_bytes_max) {
      out["more"] = true;
      break;
    }
    out["messages"].push_back(to_json(each, srv_id));
  }
  return out;
}

tl::unexpected<error> no_such_message(seqno_t id, session_id session) {
  return failure(errc::not_found, "there is no message " + std::to_string(id) + " in the chat of session "
                                      + std::to_string(session.value));
}

} // namespace

std::optional<error> too_long_a_text(const std::string& text) {
  if (text.size() <= limits::message_text_bytes_max)
    return std::nullopt;
  return error{errc::bad_data, "\"text\" is " + std::to_string(text.size()) + " bytes long; a message has at most "
                                   + std::to_string(limits::message_text_bytes_max)};
}

void chat::say(const asker& who, const command& what, turn& now) {
  auto text = text_of(what);
  if (!text)
    return replies_.answer(who, tl::unexpected{text.error()}, now);
  game_effects follows;
  const auto heard = games_.hear(who.from, *what.session, *text, follows, now);
  games_.store(*what.session, follows, now);
  if (heard.is_shown) {
    auto said = new_message(who.from, *what.session, now);
    said.text = std::move(*text);
    changed(who, said, now);
  } else {
    json told{{"message", nullptr}};
    told.update(heard.told.is_object() ? heard.told : json::object());
    replies_.answer(who, told, now);
  }
  games_.tell(*what.session, std::move(follows), now);
}

json chat::attached(connection_id who, session_id session, const std::string& text, attachment_note note, turn& now) {
  auto said = new_message(who, session, now);
  said.text = text;
  said.kind = note.width > 0 ? message_kind::image : message_kind::file;
  said.attachment = std::move(note);
  world_.commits.add(said);
  streams_.said(said, now);
  return {{"message", to_json(said, world_.srv_id)}};
}

std::optional<error> chat::listens(session_id session) const {
  if (!games_.is_heard(session))
    return std::nullopt;
  return error{errc::game_in_progress, "a game that listens to the chat runs in session "
                                           + std::to_string(session.value)
                                           + "; nothing can be edited or attached until it is over"};
}

chat_message chat::new_message(connection_id who, session_id session, const turn& now) {
  const auto& client = *world_.find_client(who);
  chat_message out;
  out.seqno = out.id = world_.next_chat_seqno++;
  out.session = session;
  out.author = client.player;
  out.identity = client.identity;
  out.handle = client.player == player_id{} ? "anonymous" : world_.players.at(client.player).handle;
  out.at = std::chrono::floor<std::chrono::milliseconds>(now.now.wall);
  return out;
}

void chat::changed(const asker& who, const chat_message& what, turn& now) {
  world_.commits.add(what);
  replies_.answer(who, json{{"message", to_json(what, world_.srv_id)}}, now);
  streams_.said(what, now);
}

void chat::edit_message(const asker& who, const command& what, turn& now) {
  const auto text = text_of(what);
  if (!text)
    return replies_.answer(who, tl::unexpected{text.error()}, now);
  if (auto wrong = listens(*what.session))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  with_own_message(who, what, now, [this, text = *text](const asker& asked, chat_message edited, turn& then) {
    // A game may have begun while the disk was asked.
    if (auto wrong = listens(edited.session))
      return replies_.answer(asked, tl::unexpected{std::move(*wrong)}, then);
    edited.text = text;
    // What somebody changed who need not be the author is no longer known to be the author's.
    const auto& editor = *world_.find_client(asked.from);
    edited.identity =
        std::min(edited.identity, editor.player == edited.author ? editor.identity : author_identity::claimed);
    edited.seqno = world_.next_chat_seqno++;
    edited.edited_at = std::chrono::floor<std::chrono::milliseconds>(then.now.wall);
    changed(asked, edited, then);
  });
}

void chat::delete_message(const asker& who, const command& what, turn& now) {
  with_own_message(who, what, now, [this](const asker& asked, chat_message deleted, turn& then) {
    deleted.text.clear();
    deleted.attachment.reset();
    deleted.deleted = true;
    deleted.seqno = world_.next_chat_seqno++;
    deleted.edited_at = std::chrono::floor<std::chrono::milliseconds>(then.now.wall);
    changed(asked, deleted, then);
  });
}

void chat::message_history(const asker& who, const command& what, turn& now) {
  with_own_message(who, what, now, [this](const asker& asked, const chat_message& known, turn& then) {
    find_messages wanted;
    wanted.wanted = find_messages::what::versions;
    wanted.id = known.id;
    answer_with_found(asked, std::move(wanted), then);
  });
}

void chat::with_own_message(const asker& who, const command& what, turn& now,
                            std::function<void(const asker&, chat_message, turn&)> then) {
  arguments args{what.args};
  const seqno_t id = args.number("message");
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  const auto session = *what.session;
  const auto go_on = [this, session, then = std::move(then)](const asker& asked, const chat_message& found,
                                                             turn& later) {
    if (const auto allowed = may_change(asked, found, session); !allowed)
      return replies_.answer(asked, tl::unexpected{allowed.error()}, later);
    then(asked, found, later);
  };
  if (const auto* known = streams_.find(session, id))
    return go_on(who, *known, now);
  find_messages wanted;
  wanted.wanted = find_messages::what::latest;
  wanted.id = id;
  look_up(
      who, std::move(wanted),
      [this, session, id, go_on](const asker& asked, result<std::vector<chat_message>> found, turn& later) {
        // It may have been changed while the disk was asked.
        if (const auto* known = streams_.find(session, id))
          return go_on(asked, *known, later);
        if (!found)
          return replies_.answer(asked, tl::unexpected{found.error()}, later);
        if (found->empty())
          return replies_.answer(asked, no_such_message(id, session), later);
        go_on(asked, found->front(), later);
      },
      now);
}

result<void> chat::may_change(const asker& who, const chat_message& what, session_id session) const {
  if (what.session != session || !world_.sessions.contains(session))
    return no_such_message(what.id, session);
  if (what.deleted)
    return failure(errc::not_found, "message " + std::to_string(what.id) + " was deleted");
  const auto* client = world_.find_client(who.from);
  if (client->admin || (client->player != player_id{} && client->player == what.author))
    return {};
  if (client->player == player_id{})
    return failure(errc::unauthorized,
                   "message " + std::to_string(what.id) + " can be changed by its author; sign in to be somebody");
  return failure(errc::forbidden, "message " + std::to_string(what.id) + " is " + what.handle
                                      + "'s, and only its author and an admin may change it");
}

void chat::search_messages(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  find_messages wanted;
  wanted.wanted = find_messages::what::matching;
  wanted.session = *what.session;
  wanted.query = args.text("query");
  const auto before = args.optional_number("before");
  wanted.before = before ? *before : std::numeric_limits<std::int64_t>::max();
  const auto count = args.optional_number("count").value_or(found_default);
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  if (count < 1 || count > limits::messages_found_max)
    return replies_.answer(who,
                           failure(errc::bad_data, "\"count\" is " + std::to_string(count) + "; it must be from 1 to "
                                                       + std::to_string(limits::messages_found_max)),
                           now);
  if (wanted.query.size() > limits::name_bytes_max)
    return replies_.answer(who,
                           failure(errc::bad_data, "\"query\" is " + std::to_string(wanted.query.size())
                                                       + " bytes long; it may have "
                                                       + std::to_string(limits::name_bytes_max)),
                           now);
  wanted.count = count;
  answer_with_found(who, std::move(wanted), now);
}

void chat::answer_with_found(const asker& who, find_messages wanted, turn& now) {
  const auto answer = [this](const asker& asked, const result<std::vector<chat_message>>& found, turn& later) {
    replies_.answer(asked, found.map([&](const auto& all) { return list_of(all, world_.srv_id); }), later);
  };
  look_up(who, std::move(wanted), answer, now);
}

void chat::look_up(const asker& who, find_messages wanted, continuation then, turn& now) {
  const auto request = lookups_.add(who, std::move(then));
  if (!request)
    return replies_.answer(who, tl::unexpected{request.error()}, now);
  wanted.request = *request;
  now.out.emplace_back(std::move(wanted));
}

void chat::found(messages_found input, turn& now) {
  const auto waiting = lookups_.take(input.request);
  // Nobody is there to be answered; or the same was asked twice, with one key, and the other was quicker.
  if (!waiting || !world_.find_client(waiting->first.from) || replies_.answer_again(waiting->first, now))
    return;
  waiting->second(waiting->first, std::move(input.messages), now);
}

void chat::stop(turn& now) {
  lookups_.stop(replies_, now);
}

void chat::subscribe(const texts_requested& input, turn& now) {
  const auto& session = input.source.session;
  const bool was_there = streams_.readers(session).contains(input.from);
  streams_.subscribe(input, now);
  if (!was_there && streams_.readers(session).contains(input.from))
    spread_presence("came", input.from, session, now);
}

void chat::leave(const text_stream_left& input, turn& now) {
  const auto* client = world_.find_client(input.from);
  const auto stream = client ? client->texts.find(input.mux) : std::map<mux_id, text_key>::const_iterator{};
  const bool is_chat = client && stream != client->texts.end() && stream->second.first == text_kind::chat;
  const auto session = is_chat ? std::optional{stream->second.second} : std::nullopt;
  streams_.leave(input, now);
  if (session && !streams_.readers(*session).contains(input.from))
    spread_presence("went", input.from, *session, now);
}

void chat::gone(connection_id who, const connection& client, turn& now) {
  std::set<session_id> sessions;
  for (const auto& [mux, what] : client.texts)
    if (what.first == text_kind::chat)
      sessions.insert(what.second);
  streams_.gone(who, client);
  for (const auto session : sessions)
    spread_presence("went", who, session, now);
}

json chat::shown(connection_id who) const {
  const auto& client = world_.clients.at(who);
  const bool known = client.player != player_id{};
  return {{"player", known ? json(client.player.value) : json()},
          {"handle", known ? world_.players.at(client.player).handle : "anonymous"},
          {"identity", name_of(client.identity)}};
}

void chat::spread_presence(std::string_view event, connection_id who, session_id session, turn& now) {
  replies_.spread({{session, std::string{event}, shown(who)}}, now);
}

void chat::who_is_there(const asker& who, const command& what, turn& now) {
  json list = json::array();
  std::size_t size = 0;
  for (const auto& [each, streams] : streams_.readers(*what.session)) {
    auto entry = shown(each);
    size += entry.dump().size();
    if (size > limits::list_bytes_max)
      break;
    list.push_back(std::move(entry));
  }
  replies_.answer(who, json{{"who", std::move(list)}}, now);
}

} // namespace atelier
