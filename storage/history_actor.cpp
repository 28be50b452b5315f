#include "protocol/chat.hpp"
#include "protocol/limits.hpp"
#include "runtime/thread_name.hpp"
#include "storage/storage_actors.hpp"

#include <caf/all.hpp>

namespace atelier {

namespace {

struct history_state {
  static inline const char* name = "history";
  std::shared_ptr<chat_archive> archive;
  std::uint32_t srv_id = 0;
};

chat_read read_page(chat_archive& archive, const read_chat& what, std::uint32_t srv_id) {
  chat_read out{what.to, what.mux, {}, what.after};
  const auto page = archive.read(what.session, what.after, what.until, limits::list_bytes_max);
  if (!page) {
    out.items = tl::unexpected{page.error()};
    return out;
  }
  for (const auto& message : page->messages)
    out.items->push_back(std::make_shared<const std::string>(members_of(message, srv_id)));
  out.reached = page->more ? page->messages.back().seqno : what.until;
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
                                     std::shared_ptr<chat_archive> archive, std::uint32_t srv_id) {
  runtime::name_this_thread("history");
  self->state.archive = std::move(archive);
  self->state.srv_id = srv_id;
  return {
      [self](const read_chat& what, const engine_actor& engine) {
        self->send(engine, read_page(*self->state.archive, what, self->state.srv_id));
      },
      [self](const find_messages& what, const engine_actor& engine) {
        self->send(engine, messages_found{what.request, look_for(*self->state.archive, what)});
      },
  };
}

} // namespace

history_actor spawn_history(caf::actor_system& system, std::shared_ptr<chat_archive> archive, std::uint32_t srv_id) {
  return system.spawn<caf::detached>(history, std::move(archive), srv_id);
}

} // namespace atelier
