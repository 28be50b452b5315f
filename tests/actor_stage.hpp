#pragma once

#include "protocol/actors.hpp"
#include "runtime/asio_coordinator.hpp"

#include <caf/all.hpp>

namespace atelier::test {

/// An actor system on the server's own thread pool, and a mailbox that stands in for the engine's.
struct actor_stage {
  struct configuration : caf::actor_system_config {
    configuration() {
      runtime::use_asio_coordinator(*this, 2);
    }
  };
  configuration config;
  caf::actor_system system{config};
  caf::scoped_actor self{system};
  engine_actor engine = caf::actor_cast<engine_actor>(caf::actor{self});

  /// Ends an actor, once it has worked off what it was sent, and waits until it is gone.
  template <class Handle>
  void end(const Handle& who) {
    self->send_exit(who, caf::exit_reason::user_shutdown);
    self->wait_for(caf::actor_cast<caf::actor>(who));
  }
};

} // namespace atelier::test
