#include "io_actors/io_actors.hpp"

#include "io_actors/http_actor.hpp"
#include "io_actors/stream_actor.hpp"
#include "io_actors/websocket_actor.hpp"

namespace atelier {

connection_setup with_counters(connection_setup setup) {
  if (!setup.counters)
    setup.counters = std::make_shared<traffic>();
  return setup;
}

connection_actor spawn_stream(caf::actor_system& system, runtime::strand on, stream_socket socket,
                              connection_setup setup) {
  return system.spawn<stream_actor>(std::move(on), std::move(socket), std::move(setup));
}

connection_actor spawn_websocket(caf::actor_system& system, runtime::strand on, tcp_socket socket,
                                 upgrade_request request, connection_setup setup) {
  return system.spawn<websocket_actor>(std::move(on), std::move(socket), std::move(request), std::move(setup));
}

connection_actor spawn_http(caf::actor_system& system, runtime::strand on, tcp_socket socket,
                            std::shared_ptr<const http_setup> http, connection_setup setup) {
  return system.spawn<http_actor>(std::move(on), std::move(socket), std::move(http), std::move(setup));
}

} // namespace atelier
