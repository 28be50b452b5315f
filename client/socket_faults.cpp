#include "client/socket_faults.hpp"

#include <boost/asio/error.hpp>
#include <boost/beast/websocket/error.hpp>
#include <poll.h>

namespace atelier::client {

namespace asio = boost::asio;

fault unreachable(const address& where, const boost::system::error_code& code) {
  auto text = "cannot connect to " + to_url(where) + ": " + code.message();
  if (where.kind == transport_kind::unix_socket && (code == asio::error::connection_refused || code.value() == ENOENT))
    text += " (is the server running, with this socket?)";
  else if (code == asio::error::connection_refused)
    text += " (is the server running, and does it listen there?)";
  else if (code == boost::beast::websocket::error::upgrade_declined)
    text += " (what answers there takes no WebSocket on " + where.path + ", or has no room for another)";
  return {fault_kind::unreachable, std::move(text)};
}

fault lost(const address& where, const boost::system::error_code& code) {
  const bool closed = code == asio::error::eof || code == boost::beast::websocket::error::closed;
  return {fault_kind::lost, closed ? "the server at " + to_url(where) + " closed the connection"
                                   : "the connection to " + to_url(where) + " broke off: " + code.message()};
}

bool hung_up(int native_socket) noexcept {
  pollfd looked_at{native_socket, POLLRDHUP, 0};
  return ::poll(&looked_at, 1, 0) > 0 && (looked_at.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

} // namespace atelier::client
