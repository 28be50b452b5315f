#include "runtime/thread_name.hpp"
#include "storage/attachments/attachment_store.hpp"
#include "storage/storage_actors.hpp"

#include <caf/all.hpp>

namespace atelier {

namespace {

/// What the actor sends itself; it queues behind all that waits in the mailbox.
struct sweep_now {};
struct expire_now {};
struct stop_now {
  caf::error reason;
};

} // namespace

} // namespace atelier

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(atelier::sweep_now)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(atelier::expire_now)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(atelier::stop_now)

namespace atelier {

namespace {

constexpr std::chrono::minutes between_expiries{10};

using attachment_shell =
    attachment_actor::extend<caf::reacts_to<sweep_now>, caf::reacts_to<expire_now>, caf::reacts_to<stop_now>>;

struct attachment_state {
  static inline const char* name = "attachments";
  std::shared_ptr<data_folder> folder;
  result<std::unique_ptr<attachment_store>> store;

  /// What the store says, or why there is none.
  template <class Call>
  auto ask(Call call) -> decltype(call(**store)) {
    if (!store)
      return tl::unexpected{store.error()};
    return call(**store);
  }
};

using attachment_pointer = attachment_shell::stateful_pointer<attachment_state>;

wall_time now() {
  return std::chrono::system_clock::now();
}

attachment_shell::behavior_type attachments(attachment_pointer self, const std::shared_ptr<data_folder>& folder,
                                            const limits& bounds) {
  runtime::name_this_thread("attachments");
  auto& state = self->state;
  state.folder = folder;
  state.store = folder->attachments(bounds, now());
  self->set_exit_handler([self](caf::exit_msg& exit) { self->send(self, stop_now{std::move(exit.reason)}); });
  if (state.store) {
    self->send(self, sweep_now{});
    self->delayed_send(self, between_expiries, expire_now{});
  }
  return {
      [self](const begin_attachment& job, const engine_actor& engine) {
        self->send(engine, attachment_begun{job.transfer, self->state.ask([&](attachment_store& store) {
                                              return store.begin(job.transfer, job.hash, job.bytes, now());
                                            })});
      },
      [self](const write_chunk& job, const engine_actor& engine) {
        self->send(engine, chunk_written{job.transfer, self->state.ask([&](attachment_store& store) {
                                           return store.write(job.transfer, job.offset, *job.piece, now());
                                         })});
      },
      [self](const finish_attachment& job, const engine_actor& engine) {
        self->send(engine, attachment_stored{job.transfer, self->state.ask([&](attachment_store& store) {
                                               return store.finish(job.transfer, now());
                                             })});
      },
      [self](const keep_attachment& job, const engine_actor& engine) {
        self->send(engine, attachment_stored{job.transfer, self->state.ask([&](attachment_store& store) {
                                               return store.keep(*job.content);
                                             })});
      },
      [self](const leave_attachment& job) {
        if (self->state.store)
          (*self->state.store)->leave(job.transfer, job.throw_away, now());
      },
      [self](const read_attachment& job, const engine_actor& engine) {
        self->send(engine, attachment_read{job.request, self->state.ask([&](attachment_store& store) {
                                             return store.read(job.hash, job.thumbnail, job.offset);
                                           })});
      },
      [self](sweep_now) {
        if ((*self->state.store)->sweep_next())
          self->send(self, sweep_now{});
      },
      [self](expire_now) {
        (*self->state.store)->expire(now());
        self->delayed_send(self, between_expiries, expire_now{});
      },
      [self](const stop_now& stop) { self->quit(stop.reason); },
  };
}

} // namespace

attachment_actor spawn_attachments(caf::actor_system& system, std::shared_ptr<data_folder> folder,
                                   const limits& bounds) {
  return system.spawn<caf::detached>(attachments, std::move(folder), bounds);
}

} // namespace atelier
