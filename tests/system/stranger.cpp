#include "tests/system/stranger.hpp"

#include "tests/system/environment.hpp"

#include <cerrno>
#include <cstring>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace atelier::test {

namespace {

int connect_to(const client::address& where) {
  if (where.kind == client::transport_kind::unix_socket) {
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::strncpy(to.sun_path, where.path.c_str(), sizeof to.sun_path - 1);
    const auto made = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    REQUIRE(::connect(made, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0);
    return made;
  }
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(where.port)));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const auto made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  // Small, so that a client that reads nothing is soon felt by the server.
  const int room = 16 * 1024;
  ::setsockopt(made, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  REQUIRE(::connect(made, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0);
  return made;
}

/// The header of a whole WebSocket message, masked with zeros.
bytes websocket_header(unsigned opcode, std::uint64_t size) {
  const auto short_size = size < 126 ? size : size < 65'536 ? 126U : 127U;
  bytes out{static_cast<std::byte>(0x80 | opcode), static_cast<std::byte>(0x80 | short_size)};
  for (int shift = short_size == 127 ? 56 : short_size == 126 ? 8 : -8; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::byte>(size >> shift));
  out.resize(out.size() + 4);
  return out;
}

std::uint64_t big_endian(byte_view from) {
  std::uint64_t out = 0;
  for (const auto each : from)
    out = out << 8 | std::to_integer<std::uint64_t>(each);
  return out;
}

} // namespace

stranger::stranger(const std::string& url, activity meanwhile) : meanwhile_{std::move(meanwhile)} {
  const bool is_http = url.starts_with("http://");
  const auto where = client::parse_address(is_http ? "ws://" + url.substr(7) : url);
  REQUIRE_MESSAGE(where, url);
  where_ = *where;
  socket_ = connect_to(where_);
  if (is_http)
    return;
  if (where_.kind == client::transport_kind::websocket) {
    send("GET /ws HTTP/1.1\r\nHost: " + client::authority_of(where_)
         + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
    std::size_t end = 0;
    while ((end = as_text(unread_).find("\r\n\r\n")) == std::string_view::npos)
      REQUIRE(read_some());
    REQUIRE(as_text(unread_).starts_with("HTTP/1.1 101"));
    unread_.erase(unread_.begin(), unread_.begin() + static_cast<std::ptrdiff_t>(end + 4));
  }
  REQUIRE(next_word() == "hello");
}

stranger::~stranger() {
  ::close(socket_);
}

void stranger::send(byte_view raw) {
  while (!raw.empty()) {
    ssize_t count = 0;
    const bool moved = eventually([&] {
      count = ::send(socket_, raw.data(), raw.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (count >= 0 || errno != EAGAIN)
        return true;
      meanwhile_();
      return false;
    });
    REQUIRE(moved);
    if (count < 0)
      return;
    raw = raw.subspan(static_cast<std::size_t>(count));
  }
}

void stranger::send_message(frame_kind kind, byte_view body) {
  bytes whole;
  if (where_.kind == client::transport_kind::websocket)
    whole = websocket_header(kind == frame_kind::json ? 1 : 2, body.size());
  else
    append(whole, frame_header(kind, body.size()));
  append(whole, body);
  send(whole);
}

void stranger::finish() {
  ::shutdown(socket_, SHUT_WR);
}

bool stranger::read_some() {
  std::byte part[64 * 1024];
  ssize_t count = 0;
  const bool moved = eventually([&] {
    count = ::recv(socket_, part, sizeof part, MSG_DONTWAIT);
    if (count >= 0 || errno != EAGAIN)
      return true;
    meanwhile_();
    return false;
  });
  REQUIRE(moved);
  if (count <= 0)
    return false;
  append(unread_, byte_view{part}.first(static_cast<std::size_t>(count)));
  return true;
}

std::optional<stranger::message> stranger::next_of_stream() {
  if (unread_.size() < frame_header_bytes)
    return std::nullopt;
  const auto size = 4 + big_endian(byte_view{unread_}.first(4));
  if (unread_.size() < size)
    return std::nullopt;
  const auto end = unread_.begin() + static_cast<std::ptrdiff_t>(size);
  message out{static_cast<frame_kind>(unread_[4]), {unread_.begin() + frame_header_bytes, end}};
  unread_.erase(unread_.begin(), end);
  return out;
}

std::optional<stranger::message> stranger::next_of_websocket() {
  for (;;) {
    const byte_view raw{unread_};
    if (raw.size() < 2)
      return std::nullopt;
    const auto short_size = std::to_integer<std::size_t>(raw[1]);
    const std::size_t size_bytes = short_size == 127 ? 8 : short_size == 126 ? 2 : 0;
    if (raw.size() < 2 + size_bytes)
      return std::nullopt;
    const auto size = size_bytes ? big_endian(raw.subspan(2, size_bytes)) : short_size;
    const auto header = 2 + size_bytes;
    if (raw.size() < header + size)
      return std::nullopt;
    const auto opcode = std::to_integer<unsigned>(raw[0]) & 0x0f;
    REQUIRE((std::to_integer<unsigned>(raw[0]) & 0x80) != 0);
    const auto body = raw.subspan(header, size);
    message out{opcode == 1 ? frame_kind::json : frame_kind::blocks, {body.begin(), body.end()}};
    unread_.erase(unread_.begin(), unread_.begin() + static_cast<std::ptrdiff_t>(header + size));
    if (opcode == 1 || opcode == 2)
      return out;
  }
}

std::optional<stranger::message> stranger::next() {
  for (;;) {
    auto out = where_.kind == client::transport_kind::websocket ? next_of_websocket() : next_of_stream();
    if (out)
      return out;
    if (!read_some())
      return std::nullopt;
  }
}

json stranger::next_json() {
  while (auto came = next()) {
    if (came->kind != frame_kind::json)
      continue;
    auto out = json::parse(as_text(came->body));
    if (out.at("type") != "presence" && out.at("type") != "broadcast")
      return out;
  }
  return nullptr;
}

std::string stranger::next_word() {
  const auto said = next_json();
  if (said.is_null())
    return "end";
  const char* const word = said.contains("error") ? "code" : said.contains("reason") ? "reason" : "type";
  const auto& from = said.contains("error") ? said.at("error") : said;
  return from.at(word).get<std::string>();
}

std::string stranger::rest() {
  while (read_some()) {
  }
  return std::string{as_text(unread_)};
}

} // namespace atelier::test
