#include "tests/io_actors/server_twin.hpp"

#include "runtime/strand_actor.hpp"

#include <boost/asio/local/connect_pair.hpp>

namespace atelier::test {

namespace {

template <class Socket>
void shrink_buffers(Socket& server, int send_buffer) {
  if (send_buffer > 0)
    server.set_option(boost::asio::socket_base::send_buffer_size{send_buffer});
}

} // namespace

server_twin::server_twin(limits bounds) : bounds_{std::make_shared<const limits>(bounds)} {
  engine_ = pool_.system.spawn<engine_twin>(notes_);
  http_->hosts = {"localhost"};
  http_->on_upgrade = [this](const connection_actor&, tcp_socket socket, upgrade_request request) {
    const auto on = new_strand();
    const auto protocol = socket.local_endpoint().protocol();
    tcp_socket moved{on, protocol, socket.release()};
    keep(spawn_websocket(pool_.system, on, std::move(moved), std::move(request), next_setup()));
  };
}

server_twin::~server_twin() {
  kill_connections();
  caf::anon_send_exit(engine_, caf::exit_reason::kill);
}

void server_twin::kill_connections() {
  const std::lock_guard lock{mutex_};
  for (const auto& it : actors_)
    if (const auto alive = caf::actor_cast<caf::strong_actor_ptr>(it))
      caf::anon_send_exit(caf::actor_cast<caf::actor>(alive), caf::exit_reason::kill);
}

server_twin::unix_socket server_twin::connect_unix(int send_buffer) {
  const auto on = new_strand();
  unix_socket client{clients_};
  unix_socket server{on};
  boost::asio::local::connect_pair(client, server);
  shrink_buffers(server, send_buffer);
  keep(spawn_stream(pool_.system, on, stream_socket{std::move(server)}, next_setup()));
  return client;
}

tcp_socket server_twin::connect_tcp() {
  const auto on = new_strand();
  auto [client, server] = tcp_pair(on);
  keep(spawn_stream(pool_.system, on, stream_socket{std::move(server)}, next_setup()));
  return std::move(client);
}

tcp_socket server_twin::connect_http(int send_buffer) {
  const auto on = new_strand();
  auto [client, server] = tcp_pair(on);
  shrink_buffers(server, send_buffer);
  keep(spawn_http(pool_.system, on, std::move(server), http_, next_setup()));
  return std::move(client);
}

void server_twin::shut_down() {
  caf::anon_send(engine_, shutdown_requested{"the test is over", false});
}

connection_setup server_twin::next_setup() {
  return {connection_id{++last_id_}, 1, false, engine_, bounds_, counters_};
}

runtime::strand server_twin::new_strand() {
  return runtime::strand{runtime::io_context_of(pool_.system).get_executor()};
}

std::pair<tcp_socket, tcp_socket> server_twin::tcp_pair(const runtime::strand& on) {
  boost::asio::ip::tcp::acceptor acceptor{clients_, {boost::asio::ip::address_v4::loopback(), 0}};
  tcp_socket client{clients_};
  client.connect(acceptor.local_endpoint());
  tcp_socket server{on};
  acceptor.accept(server);
  return {std::move(client), std::move(server)};
}

void server_twin::keep(connection_actor actor) {
  const std::lock_guard lock{mutex_};
  actors_.push_back(actor.address());
}

} // namespace atelier::test
