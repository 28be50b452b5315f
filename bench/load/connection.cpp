#include "bench/load/connection.hpp"

#include "bench/load/wire/sockets.hpp"
#include "bench/load/wire/upgrade.hpp"

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <sys/socket.h>
#include <utility>

namespace atelier::bench {

namespace {

/// A SNAPSHOT of the largest picture fits.
constexpr std::size_t payload_bytes_max = 128 * 1024 * 1024;

} // namespace

connection::connection(event_loop& loop, std::span<std::byte> scratch, connection_user& user)
    : loop_{loop}, user_{user}, scratch_{scratch}, parser_{scratch, payload_bytes_max} {}

void connection::open(std::uint16_t port, std::string_view target) {
  socket_ = connect_to_loopback(port, connecting::non_blocking);
  stage_ = stage::connecting;
  append(out_, as_byte_view(upgrade_request(target, port)));
  loop_.add(socket_.get(), EPOLLOUT, *this);
}

void connection::ready(std::uint32_t events) {
  if (stage_ == stage::connecting)
    return connected();
  if (events & EPOLLOUT) {
    blocked_ = false;
    loop_.change(socket_.get(), EPOLLIN, *this);
    flush();
  }
  if (events & ~EPOLLOUT)
    read_some();
}

void connection::connected() {
  check_connected(socket_);
  stage_ = stage::upgrading;
  loop_.change(socket_.get(), EPOLLIN, *this);
  flush();
}

void connection::flush() {
  if (blocked_ || out_.empty())
    return;
  const auto waiting = byte_view{out_}.subspan(written_);
  const auto count = ::send(socket_.get(), waiting.data(), waiting.size(), MSG_NOSIGNAL);
  if (count < 0 && errno != EAGAIN && errno != EINTR)
    throw_errno("cannot send to the server");
  written_ += count < 0 ? 0 : static_cast<std::size_t>(count);
  if (written_ == out_.size()) {
    out_.clear();
    written_ = 0;
  } else {
    blocked_ = true;
    loop_.change(socket_.get(), EPOLLIN | EPOLLOUT, *this);
  }
}

void connection::read_some() {
  const auto room = stage_ == stage::open ? parser_.room() : scratch_;
  const auto count = ::recv(socket_.get(), room.data(), room.size(), 0);
  if (count < 0 && (errno == EAGAIN || errno == EINTR))
    return;
  if (count < 0)
    throw_errno("cannot read from the server");
  if (count == 0)
    throw std::runtime_error{"the server closed a connection"};
  loop_.look_at_clock();
  const auto size = static_cast<std::size_t>(count);
  if (stage_ == stage::open)
    parser_.take(size, [this](const websocket_frame& frame) { take_frame(frame); });
  else
    take_head(as_text(room.first(size)));
  flush();
}

void connection::take_head(std::string_view more) {
  head_ += more;
  const auto size = head_size(head_);
  if (size == 0)
    return;
  const auto answer = std::exchange(head_, {});
  if (!accepts_upgrade(std::string_view{answer}.substr(0, size)))
    throw std::runtime_error{"the server does not open a WebSocket: " + answer.substr(0, answer.find('\r'))};
  stage_ = stage::open;
  user_.opened();
  const auto rest = as_byte_view(answer).subspan(size);
  std::ranges::copy(rest, parser_.room().begin());
  parser_.take(rest.size(), [this](const websocket_frame& frame) { take_frame(frame); });
}

void connection::take_frame(const websocket_frame& frame) {
  switch (frame.opcode) {
  case websocket_opcode::ping:
    return append_websocket_frame(out_, websocket_opcode::pong, frame.payload, masking::zero_key);
  case websocket_opcode::pong:
    return;
  case websocket_opcode::close:
    throw std::runtime_error{"the server closed a WebSocket"};
  default:
    user_.received(frame);
  }
}

} // namespace atelier::bench
