#include "bench/relay/relay.hpp"

#include "bench/load/wire/sockets.hpp"

#include <algorithm>
#include <sys/socket.h>
#include <utility>

namespace atelier::bench {

namespace {

constexpr std::size_t scratch_bytes = 256 * 1024;

} // namespace

relay::relay(std::uint16_t port)
    : listener_{listen_on_loopback(port)}, scratch_(scratch_bytes), batch_(websocket_header_bytes_max) {
  loop_.add(listener_.get(), EPOLLIN, *this);
}

std::uint16_t relay::port() const {
  return port_of(listener_);
}

void relay::run() {
  for (;;) {
    loop_.turn(clock::time_point::max());
    publish();
    std::erase_if(connections_, [](const auto& each) { return each->ended(); });
  }
}

void relay::ready(std::uint32_t) {
  for (;;) {
    unique_fd socket{::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
    if (!socket)
      return;
    send_at_once(socket.get());
    connections_.push_back(std::make_unique<relay_connection>(loop_, std::move(socket), scratch_, batch_));
  }
}

void relay::publish() {
  if (batch_.size() == websocket_header_bytes_max)
    return;
  std::array<std::byte, websocket_header_bytes_max> header;
  const auto header_bytes = write_websocket_header(header, websocket_opcode::binary,
                                                   batch_.size() - websocket_header_bytes_max, masking::none);
  const auto begin = websocket_header_bytes_max - header_bytes;
  std::copy_n(header.begin(), header_bytes, batch_.begin() + static_cast<std::ptrdiff_t>(begin));
  const auto frame = byte_view{batch_}.subspan(begin);
  for (const auto& each : connections_)
    each->send(frame);
  batch_.resize(websocket_header_bytes_max);
}

} // namespace atelier::bench
