#include "runtime/thread_name.hpp"
#include "storage/snapshot_worker.hpp"
#include "storage/storage_actors.hpp"

#include <caf/all.hpp>

namespace atelier {

namespace {

/// What the actor sends itself. It queues behind all that waits in the mailbox, so that the worker knows every job
/// before it chooses the next.
struct work_now {};
struct stop_now {
  caf::error reason;
};

} // namespace

} // namespace atelier

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(atelier::work_now)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(atelier::stop_now)

namespace atelier {

namespace {

using snapshot_shell = snapshot_actor::extend<caf::reacts_to<work_now>, caf::reacts_to<stop_now>>;

struct snapshot_state {
  static inline const char* name = "snapshots";
  std::shared_ptr<data_folder> folder;
  std::optional<snapshot_worker> worker;
  engine_actor engine;
};

using snapshot_pointer = snapshot_shell::stateful_pointer<snapshot_state>;

void add(snapshot_pointer self, snapshot_job job) {
  if (self->state.worker->add(std::move(job)))
    self->send(self, work_now{});
}

void answer(snapshot_pointer self, snapshot_answer what) {
  std::visit(
      [self](auto& it) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(it)>, std::monostate>)
          self->send(self->state.engine, std::move(it));
      },
      what);
}

snapshot_shell::behavior_type snapshot_behavior(snapshot_pointer self, const std::shared_ptr<data_folder>& folder,
                                                const limits& bounds) {
  runtime::name_this_thread("snapshots");
  self->state.folder = folder;
  self->state.worker.emplace(*folder, bounds);
  self->set_exit_handler([self](caf::exit_msg& exit) {
    self->state.worker->stop();
    self->send(self, stop_now{std::move(exit.reason)});
  });
  const auto add_for = [self](auto& job, engine_actor& engine) {
    self->state.engine = std::move(engine);
    add(self, std::move(job));
  };
  return {
      [add_for](encode_view& job, engine_actor& engine) { add_for(job, engine); },
      [add_for](write_snapshot& job, engine_actor& engine) { add_for(job, engine); },
      [self](drop_snapshots& job) { add(self, std::move(job)); },
      [add_for](decode_upload& job, engine_actor& engine) { add_for(job, engine); },
      [self](work_now) {
        answer(self, self->state.worker->work());
        if (!self->state.worker->idle())
          self->send(self, work_now{});
      },
      [self](const stop_now& stop) {
        while (!self->state.worker->idle())
          answer(self, self->state.worker->work());
        self->quit(stop.reason);
      },
  };
}

} // namespace

snapshot_actor spawn_snapshots(caf::actor_system& system, std::shared_ptr<data_folder> folder, const limits& bounds) {
  return system.spawn<caf::detached>(snapshot_behavior, std::move(folder), bounds);
}

} // namespace atelier
