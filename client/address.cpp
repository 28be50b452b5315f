#include "client/address.hpp"

#include "protocol/json_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace atelier::client {

namespace {

constexpr std::string_view right_forms = "unix:PATH, tcp:HOST:PORT or ws://HOST:PORT/ws";

tl::unexpected<fault> wrong(std::string_view url, std::string_view what) {
  return failed(fault_kind::misuse,
                "the address " + shown(url) + " " + std::string{what} + "; right are " + std::string{right_forms});
}

bool is_port(std::string_view text) {
  std::uint16_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc{} && end == text.data() + text.size() && value > 0;
}

bool is_host(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c != '/' && c != '@' && c != '[' && c != ']' && c != '\x7f';
  });
}

/// Takes `HOST:PORT` apart; an empty message where it is right.
std::string_view split_authority(std::string_view text, address& into) {
  std::string_view host, port;
  if (text.starts_with('[')) {
    const auto end = text.find("]:");
    if (end == std::string_view::npos)
      return "has no \"]:PORT\" after its IPv6 number";
    host = text.substr(1, end - 1);
    port = text.substr(end + 2);
  } else {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos)
      return "has no port";
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
    if (host.find(':') != std::string_view::npos)
      return "has an IPv6 number without brackets";
  }
  if (!is_host(host))
    return "has no host";
  if (!is_port(port))
    return "has a port that is not from 1 to 65535";
  into.host = host;
  into.port = port;
  return {};
}

} // namespace

outcome<address> parse_address(std::string_view url) {
  address out;
  if (url.starts_with("unix:")) {
    out.kind = transport_kind::unix_socket;
    out.path = url.substr(5);
    // The size of sockaddr_un::sun_path on Linux, with its closing zero byte.
    constexpr std::size_t path_bytes_max = 107;
    if (out.path.empty())
      return wrong(url, "has no path");
    if (out.path.size() > path_bytes_max)
      return wrong(url, "has a path of more than 107 bytes, which no Unix socket can have");
    return out;
  }
  std::string_view authority;
  if (url.starts_with("tcp:")) {
    out.kind = transport_kind::tcp;
    authority = url.substr(4);
  } else if (url.starts_with("ws://")) {
    out.kind = transport_kind::websocket;
    const auto rest = url.substr(5);
    const auto slash = rest.find('/');
    authority = rest.substr(0, slash);
    out.path = slash == std::string_view::npos || slash + 1 == rest.size() ? "/ws" : rest.substr(slash);
  } else {
    return wrong(url, "is of no known kind");
  }
  if (const auto reason = split_authority(authority, out); !reason.empty())
    return wrong(url, reason);
  return out;
}

std::string authority_of(const address& where) {
  const bool bracketed = where.host.find(':') != std::string::npos;
  return (bracketed ? "[" + where.host + "]" : where.host) + ":" + where.port;
}

std::string to_url(const address& where) {
  switch (where.kind) {
  case transport_kind::unix_socket:
    return "unix:" + where.path;
  case transport_kind::tcp:
    return "tcp:" + authority_of(where);
  case transport_kind::websocket:
    break;
  }
  return "ws://" + authority_of(where) + where.path;
}

} // namespace atelier::client
