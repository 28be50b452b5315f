#include "bench/load/wire/sockets.hpp"

#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <system_error>

namespace atelier::bench {

namespace {

sockaddr_in loopback(std::uint16_t port) noexcept {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

std::string name_of(std::uint16_t port) {
  return "127.0.0.1:" + std::to_string(port);
}

} // namespace

void throw_errno(const std::string& what) {
  throw std::system_error{errno, std::generic_category(), what};
}

std::size_t raise_open_files() noexcept {
  rlimit bounds{};
  ::getrlimit(RLIMIT_NOFILE, &bounds);
  const auto before = bounds.rlim_cur;
  bounds.rlim_cur = bounds.rlim_max;
  return ::setrlimit(RLIMIT_NOFILE, &bounds) == 0 ? bounds.rlim_cur : before;
}

unique_fd listen_on_loopback(std::uint16_t port) {
  unique_fd socket{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  const int yes = 1;
  const auto address = loopback(port);
  if (!socket || ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0
      || ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0
      || ::listen(socket.get(), SOMAXCONN) != 0)
    throw_errno("cannot listen on " + name_of(port));
  return socket;
}

std::uint16_t port_of(const unique_fd& socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw_errno("cannot tell the port");
  return ntohs(address.sin_port);
}

unique_fd connect_to_loopback(std::uint16_t port, connecting how) {
  const int flags = how == connecting::non_blocking ? SOCK_NONBLOCK : 0;
  unique_fd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0)};
  const auto address = loopback(port);
  if (!socket)
    throw_errno("cannot make a socket");
  send_at_once(socket.get());
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 && errno != EINPROGRESS)
    throw_errno("cannot connect to " + name_of(port));
  return socket;
}

void check_connected(const unique_fd& socket) {
  int failed = 0;
  socklen_t size = sizeof failed;
  if (::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &failed, &size) != 0)
    failed = errno;
  if (failed != 0)
    throw std::system_error{failed, std::generic_category(), "cannot connect to the server"};
}

void send_at_once(int socket) noexcept {
  const int yes = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

} // namespace atelier::bench
