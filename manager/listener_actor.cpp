#include "manager/listener_actor.hpp"

#include <spdlog/spdlog.h>

namespace atelier {

listener_actor::listener_actor(caf::actor_config& cfg, runtime::strand where, listener_kind kind, int family,
                               int descriptor, house_actor manager)
    : strand_actor{cfg, std::move(where)},
      kind_{kind},
      acceptor_{on(), boost::asio::generic::stream_protocol{family, 0}, descriptor},
      timer_{on()},
      manager_{std::move(manager)} {}

caf::behavior listener_actor::make_behavior() {
  accept();
  return {[](const caf::unit_t&) {
  }};
}

void listener_actor::on_exit() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  timer_.cancel();
  manager_ = nullptr;
}

void listener_actor::accept() {
  runtime::strand theirs{runtime::io_context_of(home_system()).get_executor()};
  auto& accepting = acceptor_;
  accepting.async_accept(
      theirs, bind([this, theirs](boost::system::error_code failed, auto socket) {
        if (failed)
          return accept_failed(failed);
        send(manager_, socket_accepted{kind_, theirs, std::make_shared<stream_socket>(std::move(socket))});
        accept();
      }));
}

void listener_actor::accept_later() {
  timer_.expires_after(accept_policy::pause);
  timer_.async_wait(bind([this](boost::system::error_code) { accept(); }));
}

void listener_actor::accept_failed(boost::system::error_code why) {
  const auto verdict = policy_.failed(why, std::chrono::steady_clock::now());
  if (policy_.is_news())
    spdlog::warn("cannot accept connections: {}", why.message());
  switch (verdict) {
  case accept_policy::verdict::go_on:
    return accept();
  case accept_policy::verdict::wait:
    return accept_later();
  case accept_policy::verdict::give_up:
    return finish(caf::make_error(caf::sec::runtime_error, why.message()));
  }
}

} // namespace atelier
