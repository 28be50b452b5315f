#include "bench/relay/relay_connection.hpp"

#include "bench/load/wire/upgrade.hpp"

#include <cerrno>
#include <exception>
#include <sys/socket.h>
#include <utility>

namespace atelier::bench {

namespace {

constexpr std::size_t request_bytes_max = 16 * 1024;
constexpr std::size_t payload_bytes_max = 1024 * 1024;
/// A client that reads nothing while so much waits is cut off.
constexpr std::size_t kept_bytes_max = 64 * 1024 * 1024;

} // namespace

relay_connection::relay_connection(event_loop& loop, unique_fd socket, std::span<std::byte> scratch, bytes& batch)
    : loop_{loop}, socket_{std::move(socket)}, scratch_{scratch}, batch_{batch}, parser_{scratch, payload_bytes_max} {
  loop_.add(socket_.get(), EPOLLIN, *this);
}

void relay_connection::ready(std::uint32_t events) {
  if (events & EPOLLOUT)
    write_kept();
  if (!ended() && (events & ~EPOLLOUT))
    read_some();
}

void relay_connection::read_some() {
  const auto room = stage_ == stage::request ? scratch_ : parser_.room();
  const auto count = ::recv(socket_.get(), room.data(), room.size(), 0);
  if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR))
    return end();
  if (count < 0)
    return;
  try {
    take(static_cast<std::size_t>(count));
  } catch (const std::exception&) {
    end();
  }
}

void relay_connection::take(std::size_t count) {
  if (stage_ == stage::request)
    take_request(as_text(scratch_.first(count)));
  else
    parser_.take(count, [this](const websocket_frame& frame) { take_frame(frame); });
}

void relay_connection::take_request(std::string_view more) {
  request_ += more;
  if (head_size(request_) == 0)
    return request_.size() > request_bytes_max ? end() : void();
  const auto request = std::exchange(request_, {});
  const auto key = header_value(request, "sec-websocket-key");
  if (key.empty())
    return end();
  stage_ = stage::open;
  write(as_byte_view(upgrade_answer(key)));
}

void relay_connection::take_frame(const websocket_frame& frame) {
  bytes answer;
  switch (frame.opcode) {
  case websocket_opcode::ping:
    append_websocket_frame(answer, websocket_opcode::pong, frame.payload, masking::none);
    return send(answer);
  case websocket_opcode::pong:
    return;
  case websocket_opcode::close:
    append_websocket_frame(answer, websocket_opcode::close, frame.payload, masking::none);
    send(answer);
    return end();
  default:
    append(batch_, frame.payload);
  }
}

void relay_connection::send(byte_view frames) {
  if (stage_ != stage::open)
    return;
  if (kept_.empty())
    return write(frames);
  append(kept_, frames);
  if (kept_.size() > kept_bytes_max)
    end();
}

void relay_connection::write(byte_view data) {
  const auto count = ::send(socket_.get(), data.data(), data.size(), MSG_NOSIGNAL);
  if (count == static_cast<ssize_t>(data.size()))
    return;
  if (count < 0 && errno != EAGAIN && errno != EINTR)
    return end();
  append(kept_, data.subspan(count < 0 ? 0 : static_cast<std::size_t>(count)));
  loop_.change(socket_.get(), EPOLLIN | EPOLLOUT, *this);
}

void relay_connection::write_kept() {
  const auto waiting = std::exchange(kept_, {});
  loop_.change(socket_.get(), EPOLLIN, *this);
  write(waiting);
}

void relay_connection::end() noexcept {
  stage_ = stage::ended;
  socket_.reset();
}

} // namespace atelier::bench
