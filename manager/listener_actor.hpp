#pragma once

#include "manager/accept_policy.hpp"
#include "manager/manager_messages.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/steady_timer.hpp>

namespace atelier {

/// Accepts connections on one socket and hands them to the manager, until it is sent an exit. Where files have run
/// out, it waits and tries again.
class listener_actor final : public runtime::strand_actor<caf::event_based_actor> {
public:
  listener_actor(caf::actor_config& cfg, runtime::strand where, listener_kind kind, int family, int descriptor,
                 house_actor manager);

  caf::behavior make_behavior() override;
  void on_exit() override;

private:
  void accept();
  void accept_later();
  void accept_failed(boost::system::error_code why);

  listener_kind kind_;
  boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol> acceptor_;
  boost::asio::steady_timer timer_;
  accept_policy policy_;
  house_actor manager_;
};

} // namespace atelier
