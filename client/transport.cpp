#include "client/transport.hpp"

#include "client/stream_transport.hpp"
#include "client/websocket_transport.hpp"

namespace atelier::client {

std::unique_ptr<transport> make_transport(boost::asio::io_context& context, const address& where,
                                          std::size_t message_bytes_max) {
  if (where.kind == transport_kind::websocket)
    return std::make_unique<websocket_transport>(context, where, message_bytes_max);
  return std::make_unique<stream_transport>(context, where, message_bytes_max);
}

} // namespace atelier::client
