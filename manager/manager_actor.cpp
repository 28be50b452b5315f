#include "manager/manager_actor.hpp"

#include "engine/players/passphrase_actor.hpp"
#include "io_actors/bearer_token.hpp"
#include "manager/listener_actor.hpp"
#include "manager/manager_shell.hpp"

#include <optional>
#include <spdlog/spdlog.h>
#include <unistd.h>

namespace atelier {

namespace {

runtime::strand strand_of(tcp_socket& socket) {
  return *socket.get_executor().target<runtime::strand>();
}

std::optional<tcp_socket> as_tcp(stream_socket socket, const runtime::strand& on) {
  boost::system::error_code failed;
  const auto family = socket.local_endpoint(failed).protocol().family();
  tcp_socket result{on};
  const auto protocol = family == AF_INET6 ? boost::asio::ip::tcp::v6() : boost::asio::ip::tcp::v4();
  const auto descriptor = failed ? -1 : socket.release(failed);
  if (failed)
    return std::nullopt;
  result.assign(protocol, descriptor, failed);
  if (failed) {
    ::close(descriptor);
    return std::nullopt;
  }
  return result;
}

} // namespace

manager_shell::manager_shell(caf::actor_config& cfg, manager_setup setup)
    : house_actor::base{cfg},
      core_{setup.bounds},
      setup_{std::move(setup)},
      bounds_{std::make_shared<limits>(setup_.bounds)},
      traffic_{std::make_shared<traffic>()},
      srv_id_{setup_.state.srv_id} {
  set_down_handler([this](caf::down_msg& what) { went_down(what); });
  // A message that bounced off a connection which ended meanwhile is no reason to end.
  set_error_handler([](caf::error&) {});
}

manager_shell::behavior_type manager_shell::make_behavior() {
  auto http = std::move(setup_.http);
  http.on_upgrade = [to = house_actor{this}](const connection_actor& from, tcp_socket socket, upgrade_request request) {
    auto parts = std::make_shared<upgrade_wanted::parts>(
        upgrade_wanted::parts{from->id(), std::move(socket), std::move(request)});
    caf::anon_send(to, upgrade_wanted{std::move(parts)});
  };
  http_ = std::make_shared<const http_setup>(std::move(http));
  spawn_members();
  for (auto& socket : setup_.sockets)
    spawn_listener(*socket);
  return {
      [this](const close_listeners& what) { carry_out(core_.on(what)); },
      [this](const engine_stopped& what) { carry_out(core_.on(what)); },
      [this](const socket_accepted& what) { take(what); },
      [this](const upgrade_wanted& what) { take(what); },
      [this](const grace_over&) { carry_out(core_.grace_is_over()); },
      [this](const shutdown_requested& what) { carry_out(core_.on(what)); },
  };
}

void manager_shell::on_exit() {
  // The others hold this actor, and this one holds them.
  http_.reset();
  engine_ = nullptr;
  storage_ = nullptr;
  snapshots_ = nullptr;
  loader_ = nullptr;
  history_ = nullptr;
  passphrases_ = nullptr;
  attachments_ = nullptr;
  reports_ = nullptr;
  peers_ = nullptr;
  listeners_.clear();
  connections_.clear();
  setup_ = {};
}

template <class Handle>
Handle manager_shell::joined(member who, Handle handle) {
  core_.started(who);
  members_.emplace(handle->id(), who);
  monitor(handle);
  return handle;
}

void manager_shell::spawn_members() {
  storage_ = joined(member::storage, spawn_storage(system(), setup_.folder));
  snapshots_ = joined(member::snapshots, spawn_snapshots(system(), setup_.folder, setup_.bounds));
  loader_ = joined(member::loader, spawn_loader(system(), std::move(setup_.archive)));
  history_ = joined(member::history, spawn_history(system(), std::move(setup_.chats), std::move(setup_.events),
                                                   std::move(setup_.feeds), srv_id_));
  passphrases_ = joined(member::passphrases, spawn_passphrases(system()));
  attachments_ = joined(member::attachments, spawn_attachments(system(), setup_.folder, setup_.bounds));
  reports_ = joined(member::reports, spawn_report(system(), std::move(setup_.report_feeds)));
  peers_ = joined(member::peers, spawn_peering(system(), srv_id_, setup_.state.seed.front()));
  engine_ = joined(member::engine, spawn_engine(system(), {setup_.bounds, std::move(setup_.state), storage_, snapshots_,
                                                           loader_, history_, passphrases_, attachments_, reports_,
                                                           peers_, manager_actor{this}}));
  send(peers_, peers_begin{engine_, std::move(setup_.feed_peers)});
}

void manager_shell::spawn_listener(listening_socket& socket) {
  const runtime::strand own{runtime::io_context_of(system()).get_executor()};
  listeners_.push_back(joined(member::listener, system().spawn<listener_actor>(own, socket.kind(), socket.family(),
                                                                               socket.release(), house_actor{this})));
}

connection_setup manager_shell::next_connection(bool local, admission how) {
  connection_setup out{connection_id{++last_connection_}, srv_id_, local, engine_, bounds_, traffic_};
  out.turned_away = how == admission::turned_away;
  return out;
}

admission manager_shell::admit(bool local) {
  const auto how = core_.admit(local);
  if (how != admission::in)
    if (const auto count = turned_away_.happened(std::chrono::steady_clock::now()))
      spdlog::warn("connections are turned away, {} since the last such line: there may be {}", *count,
                   bounds_->connections_max);
  return how;
}

void manager_shell::take(const socket_accepted& what) {
  const bool local = what.kind == listener_kind::local;
  auto socket = std::move(*what.socket);
  const auto how = admit(local);
  if (how == admission::dropped)
    return;
  if (what.kind != listener_kind::http)
    join(spawn_stream(system(), what.on, std::move(socket), next_connection(local, how)), how);
  else if (auto tcp = as_tcp(std::move(socket), what.on))
    join(spawn_http(system(), what.on, std::move(*tcp), http_, next_connection(local, how)), how);
  else
    carry_out(core_.connection_ended(how));
}

void manager_shell::take(const upgrade_wanted& what) {
  constexpr bool local = false;
  auto socket = std::move(what.what->socket);
  const auto before = connections_.find(what.what->from);
  if (before == connections_.end() || !core_.replace())
    return;
  before->second.how = admission::replaced;
  const auto on = strand_of(socket);
  auto setup = next_connection(local, admission::in);
  // The connection that it comes from has shown it to the engine, and was let in.
  setup.token = bearer_token(what.what->request[boost::beast::http::field::authorization]).value_or("");
  join(spawn_websocket(system(), on, std::move(socket), std::move(what.what->request), std::move(setup)),
       admission::in);
}

void manager_shell::join(const connection_actor& connection, admission how) {
  connections_.emplace(connection->id(), joined_connection{connection, how});
  monitor(connection);
}

void manager_shell::went_down(const caf::down_msg& what) {
  const auto who = what.source.id();
  if (const auto ended = connections_.extract(who))
    return carry_out(core_.connection_ended(ended.mapped().how));
  const auto found = members_.find(who);
  if (found == members_.end())
    return;
  const auto as = found->second;
  members_.erase(found);
  carry_out(core_.ended(as, system().render(what.reason)));
}

void manager_shell::carry_out(const manager_effects& all) {
  for (const auto& each : all)
    std::visit([this](const auto& what) { carry_out(what); }, each);
}

void manager_shell::carry_out(const stop_listening&) {
  setup_.on_stopping();
  for (const auto& listener : listeners_)
    send_exit(listener, caf::exit_reason::user_shutdown);
  listeners_.clear();
}

void manager_shell::carry_out(const ask_engine& what) {
  send(engine_, what.what);
}

void manager_shell::carry_out(const say_goodbye_to_all& what) {
  for (const auto& [id, connection] : connections_)
    send(connection.actor, say_goodbye{what.reason});
}

void manager_shell::carry_out(const start_grace& what) {
  delayed_send(this, what.how_long, grace_over{});
}

void manager_shell::carry_out(const cut_connections&) {
  for (const auto& [id, connection] : connections_)
    send_exit(connection.actor, caf::exit_reason::user_shutdown);
}

void manager_shell::carry_out(const end_workers&) {
  send_exit(storage_, caf::exit_reason::user_shutdown);
  send_exit(snapshots_, caf::exit_reason::user_shutdown);
  send_exit(loader_, caf::exit_reason::user_shutdown);
  send_exit(history_, caf::exit_reason::user_shutdown);
  send_exit(passphrases_, caf::exit_reason::user_shutdown);
  send_exit(attachments_, caf::exit_reason::user_shutdown);
  send_exit(reports_, caf::exit_reason::user_shutdown);
  send_exit(peers_, caf::exit_reason::user_shutdown);
}

void manager_shell::carry_out(const over& what) {
  setup_.on_over(what);
  quit(caf::exit_reason::user_shutdown);
}

house_actor spawn_manager(caf::actor_system& system, manager_setup setup) {
  return system.spawn<manager_shell>(std::move(setup));
}

} // namespace atelier
