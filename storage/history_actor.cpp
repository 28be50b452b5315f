#include "protocol/chat.hpp"
#include "protocol/events.hpp"
#include "protocol/feed.hpp"
#include "protocol/limits.hpp"
#include "runtime/thread_name.hpp"
#include "storage/storage_actors.hpp"

#include <caf/all.hpp>

namespace atelier {

namespace {

struct history_state {
  static inline const char* name = "history";
  std::shared_ptr<chat_archive> chats;
  std::shared_ptr<event_archive> events;
  std::shared_ptr<feed_archive> feeds;
  std::uint32_t srv_id = 0;
};

/// One page of a stream's past, whatever its items are.
struct text_page {
  std::vector<text_item> items;
  /// Of the last item.
  seqno_t last = 0;
  bool more = false;
};

text_page to_page(std::string_view type, const auto& items, bool more, std::uint32_t srv_id) {
  text_page out;
  out.more = more;
  for (const auto& each : items) {
    out.items.push_back({type, std::make_shared<const std::string>(members_of(each, srv_id))});
    out.last = each.seqno;
  }
  return out;
}

text_page to_page(const feed_archive::page& found, seqno_t until) {
  text_page out;
  for (const auto& each : found.messages)
    out.items.push_back({name_of(each.kind), std::make_shared<const std::string>(members_of(each))});
  out.last = found.reached;
  out.more = found.reached < until;
  return out;
}

result<text_page> read_page(history_state& from, const read_texts& what) {
  const auto bytes_max = limits::list_bytes_max;
  switch (what.kind) {
  case text_kind::chat:
    return from.chats->read(what.session, what.after, what.until, bytes_max).map([&](const chat_archive::page& found) {
      return to_page("message", found.messages, found.more, from.srv_id);
    });
  case text_kind::events:
    return from.events->read_events(what.session, what.after, what.until, bytes_max)
        .map([&](const event_archive::page& found) { return to_page("event", found.events, found.more, from.srv_id); });
  case text_kind::feed:
    return from.feeds->read_feed(what.session, *what.selection, what.after, what.until, bytes_max)
        .map([&](const feed_archive::page& found) { return to_page(found, what.until); });
  }
  return failure(errc::internal_error, "it is not said of which kind of texts to read");
}

texts_read answer_to(const read_texts& what, result<text_page> page) {
  texts_read out{what.to, what.mux, what.kind, {}, what.after};
  if (!page) {
    out.items = tl::unexpected{std::move(page.error())};
    return out;
  }
  out.items = std::move(page->items);
  out.reached = page->more ? page->last : what.until;
  return out;
}

result<std::vector<chat_message>> latest_version(chat_archive& archive, seqno_t id) {
  return archive.find(id).map([](std::optional<chat_message> found) {
    return found ? std::vector{*std::move(found)} : std::vector<chat_message>{};
  });
}

result<std::vector<chat_message>> look_for(chat_archive& archive, const find_messages& what) {
  switch (what.wanted) {
  case find_messages::what::latest:
    return latest_version(archive, what.id);
  case find_messages::what::versions:
    return archive.versions(what.id);
  case find_messages::what::matching:
    return archive.search(what.session, what.query, what.before, what.count);
  }
  return failure(errc::internal_error, "it is not said what to look for");
}

history_actor::behavior_type history(history_actor::stateful_pointer<history_state> self,
                                     std::shared_ptr<chat_archive> chats, std::shared_ptr<event_archive> events,
                                     std::shared_ptr<feed_archive> feeds, std::uint32_t srv_id) {
  runtime::name_this_thread("history");
  self->state.chats = std::move(chats);
  self->state.events = std::move(events);
  self->state.feeds = std::move(feeds);
  self->state.srv_id = srv_id;
  return {
      [self](const read_texts& what, const engine_actor& engine) {
        self->send(engine, answer_to(what, read_page(self->state, what)));
      },
      [self](const find_messages& what, const engine_actor& engine) {
        self->send(engine, messages_found{what.request, look_for(*self->state.chats, what)});
      },
      [self](const find_events& what, const engine_actor& engine) {
        self->send(engine,
                   events_found{what.request, self->state.events->first_events(what.session, what.after, what.count)});
      },
      [self](const find_feed& what, const engine_actor& engine) {
        self->send(engine, feed_found{what.request, self->state.feeds->find_feed(what.project, what.kind, what.uuid)});
      },
  };
}

} // namespace

history_actor spawn_history(caf::actor_system& system, std::shared_ptr<chat_archive> chats,
                            std::shared_ptr<event_archive> events, std::shared_ptr<feed_archive> feeds,
                            std::uint32_t srv_id) {
  return system.spawn<caf::detached>(history, std::move(chats), std::move(events), std::move(feeds), srv_id);
}

} // namespace atelier
