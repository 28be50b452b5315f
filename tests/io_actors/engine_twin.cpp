#include "tests/io_actors/engine_twin.hpp"

#include "protocol/server_messages.hpp"
#include "runtime/group_wake.hpp"

#include <algorithm>

namespace atelier::test {

namespace {

shared_text text_of(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

} // namespace

std::string attachment_content(std::size_t size) {
  std::string out;
  for (std::size_t i = 0; i < size; ++i)
    out += static_cast<char>('a' + i % 23);
  return out;
}

engine_twin::engine_twin(caf::actor_config& config, std::shared_ptr<journal> notes)
    : engine_actor::base{config}, notes_{std::move(notes)} {
  set_down_handler([this](caf::down_msg& down) {
    const auto id = ids_.at(down.source);
    connections_.erase(id);
    viewers_.erase(id);
    notes_->add("ended " + std::to_string(id.value));
  });
}

engine_twin::behavior_type engine_twin::make_behavior() {
  return {
      [this](const connected& who, const connection_actor& handle) {
        monitor(handle);
        connections_.emplace(who.id, handle);
        ids_.emplace(handle.address(), who.id);
        notes_->add((who.admin ? "admin " : "connected ") + std::to_string(who.id.value));
      },
      [this](const token_shown& what) {
        notes_->add("token " + what.token);
        if (what.token == "good" || what.token.empty())
          respond(what.from, what.request, json::object());
        else
          tell(what.from,
               deliver{text_of(response_text(what.request, error{errc::unauthorized, "no such token"})), true});
      },
      [this](const command_received& what) { act(what); },
      [this](const picture_posted& what) {
        const auto size = what.what.png ? what.what.png->size() : 0;
        respond(what.from, what.request, {{"picture", {{"id", 12}, {"name", what.what.name}, {"png", size}}}});
      },
      [this](const image_requested& what) {
        if (what.picture != picture_.id())
          return tell(what.from, image_ready{what.request, failure(errc::not_found, "no such picture")});
        const std::string png = "png at " + std::to_string(what.seq.value_or(picture_.seq()));
        const auto raw = as_byte_view(png);
        tell(what.from, image_ready{what.request, std::make_shared<const bytes>(raw.begin(), raw.end())});
      },
      [this](const stream_requested& what) {
        if (what.source.picture == picture_.id())
          join(what.from, what.mux);
        else
          tell(what.from, stream_refused{what.mux, {errc::not_found, "no such picture"}});
      },
      [this](const stream_left& what) {
        viewers_.erase(what.from);
        tell(what.from, stream_ended{what.mux, what.picture, ""});
      },
      [this](const resync_requested& what) {
        notes_->add("resync " + std::to_string(what.from.value));
        join(what.from, what.mux);
      },
      [this](const draws_received& what) { draw(what); },
      [](const cursor_received&) {},
      [](const committed&) {},
      [](const store_failed&) {},
      [](const view_encoded&) {},
      [](const snapshot_written&) {},
      [](const png_decoded&) {},
      [](const picture_loaded_ptr&) {},
      [](const tick&) {},
      [this](const texts_requested& what) {
        tell(what.from, text_items{what.mux, {{"message", text_of("\"seqno\":1")}}, text_items::then::sync});
      },
      [](const text_page_taken&) {},
      [this](const text_stream_left& what) {
        tell(what.from, text_stream_ended{what.mux, ""});
      },
      [](const passphrase_hashed&) {},
      [](const passphrase_checked&) {},
      [](const texts_read&) {},
      [](const messages_found&) {},
      [](const events_found&) {},
      [this](const chunk_received& what) { take(what); },
      [this](const transfer_part_taken& what) {
        notes_->add("part taken " + std::to_string(what.transfer.value));
        send_part(what.from);
      },
      [this](const attachment_posted& what) {
        if (what.session.value == 9)
          return tell(what.from,
                      deliver{text_of(response_text(what.request, error{errc::not_found, "no such session"})), true});
        respond(what.from, what.request,
                {{"message",
                  {{"session", what.session.value},
                   {"text", what.text},
                   {"attachment", {{"name", what.name}, {"bytes", what.content->size()}}}}}});
      },
      [this](const attachment_requested& what) { give(what); },
      [](const attachment_begun&) {},
      [](const chunk_written&) {},
      [](const attachment_stored&) {},
      [](const attachment_read&) {},
      [this](const report_requested& what) { report(what); },
      [](const report_read&) {},
      [](const feed_found&) {},
      [](const peers_named&) {},
      [](const feed_position_asked&) {},
      [](const feed_items_received&) {},
      [](const link_changed&) {},
      [this](const shutdown_requested&) {
        for (const auto& it : connections_)
          send(it.second, say_goodbye{goodbye_reason::shutting_down});
      },
  };
}

void engine_twin::act(const command_received& what) {
  const auto& command = what.what;
  const auto number = [&](const char* name) {
    return command.args.value(name, 1);
  };
  if (command.action == "hold")
    return notes_->add("held " + std::to_string(what.from.value));
  if (command.action == "flood")
    for (int i = 0; i < number("count"); ++i)
      tell(what.from, deliver{text_of("\"" + std::to_string(i) + std::string(number("size"), 'x') + "\""), false});
  if (command.action == "grow") {
    for (int i = 0; i < number("count"); ++i)
      picture_.grow(100);
    wake_viewers();
  }
  if (command.action == "fetch_attachment") {
    fetched_ = 0;
    respond(what.from, command.id, {{"transfer", 6}});
    return send_part(what.from);
  }
  if (command.action == "pictures")
    respond(what.from, command.id, {{"pictures", {{{"id", 12}}}}});
  else if (command.action == "picture" && command.args != json{{"picture", 12}})
    tell(what.from, deliver{text_of(response_text(command.id, error{errc::not_found, "no such picture"})), true});
  else if (command.action == "picture")
    respond(what.from, command.id, {{"picture", {{"id", 12}}}});
  else if (command.action == "post_thread")
    tell(what.from, deliver{text_of(response_text(command.id, error{errc::already_exists, "it differs"})), true});
  else if (command.session)
    respond(what.from, command.id,
            {{"action", command.action}, {"session", command.session->value}, {"args", command.args}});
  else
    respond(what.from, command.id, {{"action", command.action}});
  if (command.action == "goodbye")
    tell(what.from, say_goodbye{goodbye_reason::kicked});
}

void engine_twin::draw(const draws_received& what) {
  for (const auto& batch : what.batches)
    picture_.grow(static_cast<std::uint16_t>(batch.count));
  picture_.commit(picture_.seq());
  tell(what.from, draws_taken{});
  wake_viewers();
}

void engine_twin::take(const chunk_received& what) {
  notes_->add("chunk " + std::to_string(what.offset) + "+" + std::to_string(what.piece->size()));
  tell(what.from, deliver{text_of("{\"offset\":" + std::to_string(what.offset + what.piece->size()) + "}"), false});
  tell(what.from, chunk_taken{});
}

void engine_twin::send_part(connection_id to) {
  auto block = std::make_shared<bytes>();
  const auto size = std::min(limits::attachment_part_bytes, attachment_bytes - fetched_);
  append_chunk(*block, transfer_id{6}, fetched_, bytes(size));
  fetched_ += size;
  tell(to, transfer_part{transfer_id{6}, std::move(block), fetched_ == attachment_bytes});
}

void engine_twin::give(const attachment_requested& what) {
  notes_->add((what.thumbnail ? "thumbnail " : "part ") + std::to_string(what.offset));
  const auto script = what.hash.front();
  if (script == '0')
    return tell(what.from, attachment_part{what.request, failure(errc::not_found, "no such attachment")});
  if (script == 'b' && what.offset > 0)
    return tell(what.from, attachment_part{what.request, failure(errc::storage_failure, "the disk fails")});
  if (script == 'c' && what.offset > 0)
    return notes_->add("held a part");
  const auto whole = attachment_content(what.thumbnail ? 100 : attachment_bytes);
  const auto rest = as_byte_view(whole).subspan(what.offset);
  const auto part = rest.first(std::min(rest.size(), limits::attachment_part_bytes));
  tell(what.from, attachment_part{what.request,
                                  attachment_piece{std::make_shared<const bytes>(part.begin(), part.end()), what.offset,
                                                   whole.size(), script == 'f' ? "text/html" : "image/png"}});
}

void engine_twin::report(const report_requested& what) {
  if (what.project.value == 9)
    return tell(what.from, report_ready{what.request, failure(errc::not_found, "no such session")});
  json out{{"project", what.project.value}, {"at", what.at ? to_json(*what.at) : json()}};
  if (what.project.value == 8)
    out["filler"] = std::string(large_report_bytes, 'x');
  tell(what.from, report_ready{what.request, text_of(to_text(out))});
}

void engine_twin::join(connection_id who, mux_id mux) {
  auto start = picture_.join(mux);
  start.gate = std::make_shared<runtime::reader_gate>();
  viewers_.insert_or_assign(who, viewer{mux, start.gate});
  tell(who, std::move(start));
}

void engine_twin::wake_viewers() {
  auto group = std::make_shared<std::vector<runtime::sleeper>>();
  for (const auto& [who, it] : viewers_)
    if (const auto at = connections_.find(who); at != connections_.end())
      group->push_back(runtime::sleeper_of(at->second, it.gate));
  runtime::wake_group(home_system(), std::move(group), picture_.tail(std::exchange(woken_, picture_.log().end())));
}

template <class Message>
void engine_twin::tell(connection_id to, Message what) {
  if (const auto at = connections_.find(to); at != connections_.end())
    send(at->second, std::move(what));
}

void engine_twin::respond(connection_id to, std::int64_t id, json result) {
  tell(to, deliver{text_of(response_text(id, result)), true});
}

} // namespace atelier::test
