#include "runtime/prompt_thread.hpp"
#include "runtime/thread_name.hpp"
#include "storage/commit_group.hpp"
#include "storage/storage_actors.hpp"

#include <caf/all.hpp>

namespace atelier {

namespace {

/// What the actor sends itself. It queues behind all that waits in the mailbox, and so marks the end of a group.
struct commit_now {};
struct tidy_now {};
struct stop_now {
  caf::error reason;
};

} // namespace

} // namespace atelier

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(atelier::commit_now)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(atelier::tidy_now)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(atelier::stop_now)

namespace atelier {

namespace {

using storage_shell =
    storage_actor::extend<caf::reacts_to<commit_now>, caf::reacts_to<tidy_now>, caf::reacts_to<stop_now>>;

struct storage_state {
  static inline const char* name = "storage";
  std::shared_ptr<data_folder> folder;
  std::optional<commit_group> group;
  engine_actor engine;
};

void commit(storage_shell::stateful_pointer<storage_state> self) {
  const auto outcome = self->state.group->commit();
  for (const auto& done : outcome.done)
    self->send(self->state.engine, done);
  if (outcome.failed)
    self->send(self->state.engine, *outcome.failed);
}

storage_shell::behavior_type storage_behavior(storage_shell::stateful_pointer<storage_state> self,
                                              const std::shared_ptr<data_folder>& folder) {
  runtime::name_this_thread("storage");
  runtime::make_this_thread_prompt();
  self->state.folder = folder;
  self->state.group.emplace(*folder);
  self->set_exit_handler([self](caf::exit_msg& exit) { self->send(self, stop_now{std::move(exit.reason)}); });
  self->send(self, tidy_now{});
  return {
      [self](store_batch& batch, engine_actor& engine) {
        self->state.engine = std::move(engine);
        if (self->state.group->add(std::move(batch)))
          self->send(self, commit_now{});
      },
      [self](commit_now) {
        commit(self);
        self->send(self, tidy_now{});
      },
      [self](tidy_now) {
        if (self->state.group->tidy())
          self->send(self, tidy_now{});
      },
      [self](const stop_now& stop) {
        commit(self);
        self->quit(stop.reason);
      },
  };
}

} // namespace

storage_actor spawn_storage(caf::actor_system& system, std::shared_ptr<data_folder> folder) {
  return system.spawn<caf::detached>(storage_behavior, std::move(folder));
}

} // namespace atelier
