#include "engine/engine_actor.hpp"
#include "engine/pictures/loader.hpp"
#include "runtime/thread_name.hpp"

#include <caf/all.hpp>

namespace atelier {

namespace {

struct loader_state {
  std::shared_ptr<picture_archive> archive;
};

loader_actor::behavior_type loader(loader_actor::stateful_pointer<loader_state> self,
                                   std::shared_ptr<picture_archive> archive) {
  runtime::name_this_thread("loader");
  self->state.archive = std::move(archive);
  return {
      [self](const load_picture& what, const engine_actor& engine) {
        self->send(engine, std::make_shared<picture_loaded>(rebuild(*self->state.archive, what)));
      },
  };
}

} // namespace

loader_actor spawn_loader(caf::actor_system& system, std::shared_ptr<picture_archive> archive) {
  return system.spawn<caf::detached>(loader, std::move(archive));
}

} // namespace atelier
