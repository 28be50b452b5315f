#pragma once

#include "io_actors/traffic.hpp"
#include "io_actors/upload_budget.hpp"
#include "protocol/actors.hpp"
#include "protocol/limits.hpp"
#include "runtime/strand_actor.hpp"

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace atelier {

/// What every connection is told when it is spawned.
struct connection_setup {
  connection_id id;
  std::uint32_t srv_id = 0;
  bool admin = false;
  engine_actor engine;
  std::shared_ptr<const limits> bounds;
  /// What `GET /metrics` shows; the same for all connections. May be null.
  std::shared_ptr<traffic> counters;
  /// There is no room for it: it says so and ends, and the engine never hears of it.
  bool turned_away = false;
  /// Of whoever was signed in by the handshake; empty for nobody.
  std::string token{};
};

/// The same with counters, its own where it has none.
[[nodiscard]] connection_setup with_counters(connection_setup setup);

using stream_socket = boost::asio::generic::stream_protocol::socket;
using tcp_socket = boost::asio::ip::tcp::socket;
using upgrade_request = boost::beast::http::request<boost::beast::http::string_body>;

/// What an HTTP connection may serve and from whom it takes requests.
struct http_setup {
  /// Static files for `GET /`.
  std::filesystem::path web_folder;
  /// Values of `Origin` that are let in besides the server's own.
  std::vector<std::string> allowed_origins;
  /// Values of `Host` (without port) that name this server, besides the address that the connection came in on.
  std::vector<std::string> hosts;
  /// Shared by all connections that get this setup.
  std::shared_ptr<upload_budget> uploads = std::make_shared<upload_budget>();
  /// Takes over a socket whose request asks for a WebSocket at /ws and was found to be allowed. The connection that it
  /// comes from then ends.
  std::function<void(const connection_actor&, tcp_socket, upgrade_request)> on_upgrade;
};

/// Each spawns one connection's actor on the strand that its socket belongs to; the actor announces itself to the
/// engine (`connected`), says `hello` first, and ends when the connection does.
[[nodiscard]] connection_actor spawn_stream(caf::actor_system& system, runtime::strand on, stream_socket socket,
                                            connection_setup setup);
[[nodiscard]] connection_actor spawn_websocket(caf::actor_system& system, runtime::strand on, tcp_socket socket,
                                               upgrade_request request, connection_setup setup);
[[nodiscard]] connection_actor spawn_http(caf::actor_system& system, runtime::strand on, tcp_socket socket,
                                          std::shared_ptr<const http_setup> http, connection_setup setup);

} // namespace atelier
