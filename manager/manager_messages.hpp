#pragma once

#include "io_actors/io_actors.hpp"
#include "manager/listening_socket.hpp"
#include "protocol/actors.hpp"

#include <memory>

/// \file
/// What the manager is told besides what protocol/actors.hpp lists.

namespace atelier {

/// A listener accepted a connection, whose handlers run on a strand of its own.
struct socket_accepted {
  listener_kind kind{};
  runtime::strand on;
  /// Null once it is taken.
  std::shared_ptr<stream_socket> socket;
};

/// An HTTP connection asks for a WebSocket and may have it.
struct upgrade_wanted {
  struct parts {
    /// The connection that ends where the WebSocket begins.
    caf::actor_id from{};
    tcp_socket socket;
    upgrade_request request;
  };
  std::shared_ptr<parts> what;
};

/// The time is over that connections had for their goodbyes.
struct grace_over {};

/// The manager, as those know it that it or `main` has made.
using house_actor = manager_actor::extend<caf::reacts_to<socket_accepted>, caf::reacts_to<upgrade_wanted>,
                                          caf::reacts_to<grace_over>, caf::reacts_to<shutdown_requested>>;

} // namespace atelier

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(atelier::socket_accepted)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(atelier::upgrade_wanted)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(atelier::grace_over)
