#include "bench/load/http_post.hpp"

#include "bench/load/wire/sockets.hpp"
#include "bench/load/wire/upgrade.hpp"

#include <cerrno>
#include <stdexcept>
#include <sys/socket.h>
#include <utility>

namespace atelier::bench {

namespace {

void send_all(const unique_fd& socket, byte_view data) {
  while (!data.empty()) {
    const auto count = ::send(socket.get(), data.data(), data.size(), MSG_NOSIGNAL);
    if (count < 0 && errno != EINTR)
      throw_errno("cannot post to the server");
    data = data.subspan(count < 0 ? 0 : static_cast<std::size_t>(count));
  }
}

std::string receive_all(const unique_fd& socket) {
  std::string text;
  std::array<char, 16 * 1024> piece{};
  for (;;) {
    const auto count = ::recv(socket.get(), piece.data(), piece.size(), 0);
    if (count == 0)
      return text;
    if (count < 0 && errno != EINTR)
      throw_errno("cannot read the server's answer");
    if (count > 0)
      text.append(piece.data(), static_cast<std::size_t>(count));
  }
}

} // namespace

json http_post(std::uint16_t port, std::string_view target, std::string_view content_type, byte_view body) {
  const auto socket = connect_to_loopback(port, connecting::blocking);
  std::string head = "POST ";
  head.append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1:").append(std::to_string(port));
  head.append("\r\nConnection: close\r\nContent-Type: ").append(content_type);
  head.append("\r\nContent-Length: ").append(std::to_string(body.size())).append("\r\n\r\n");
  send_all(socket, as_byte_view(head));
  send_all(socket, body);
  const auto answer = receive_all(socket);
  const auto size = head_size(answer);
  if (size == 0 || !answer.starts_with("HTTP/1.1 201 "))
    throw std::runtime_error{"POST " + std::string{target} + " is answered " + answer.substr(0, answer.find('\r')) + " "
                             + answer.substr(size)};
  auto value = parse_json(std::string_view{answer}.substr(size));
  if (!value)
    throw std::runtime_error{"POST " + std::string{target} + " is answered with bad JSON: " + value.error().message};
  return *std::move(value);
}

} // namespace atelier::bench
