#include "protocol/websocket_url.hpp"

#include "protocol/feed_limits.hpp"
#include "protocol/json_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace atelier {

namespace {

constexpr std::string_view scheme = "ws://";

tl::unexpected<error> wrong(std::string_view url, std::string_view what) {
  return failure(errc::bad_data,
                 "the address " + shown(url) + " " + std::string{what} + "; it must be as ws://HOST:PORT/ws");
}

bool is_port(std::string_view text) {
  std::uint16_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc{} && end == text.data() + text.size() && value > 0 && text.front() != '0';
}

bool is_printable(char c) {
  return c > ' ' && c < '\x7f';
}

bool is_of_host(char c) {
  return is_printable(c) && std::string_view{"/?#@[]%\\\"<>"}.find(c) == std::string_view::npos;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

result<websocket_url> read_websocket_url(std::string_view text) {
  if (text.size() > feed_limits::url_bytes_max)
    return wrong(text, "has " + std::to_string(text.size()) + " bytes, more than "
                           + std::to_string(feed_limits::url_bytes_max));
  if (!text.starts_with(scheme))
    return wrong(text, "does not begin with ws://");
  const auto rest = text.substr(scheme.size());
  const auto slash = rest.find('/');
  const auto authority = rest.substr(0, slash);
  const auto path = slash == std::string_view::npos || slash + 1 == rest.size() ? "/ws" : rest.substr(slash);
  const bool bracketed = authority.starts_with('[');
  const auto colon = bracketed ? authority.find("]:") : authority.rfind(':');
  if (colon == std::string_view::npos)
    return wrong(text, bracketed ? "has no \"]:PORT\" after its IPv6 number" : "has no port");
  const auto host = authority.substr(bracketed ? 1 : 0, colon - (bracketed ? 1 : 0));
  const auto port = authority.substr(colon + (bracketed ? 2 : 1));
  if (!bracketed && host.find(':') != std::string_view::npos)
    return wrong(text, "has an IPv6 number without brackets");
  if (host.empty() || !std::ranges::all_of(host, is_of_host))
    return wrong(text, "has no host");
  if (!is_port(port))
    return wrong(text, "has a port that is not from 1 to 65535");
  if (!std::ranges::all_of(path, is_printable))
    return wrong(text, "has a path that is no path");
  websocket_url out{std::string{host}, std::string{port}, std::string{path}};
  std::ranges::transform(out.host, out.host.begin(), lower);
  return out;
}

std::string authority_of(const websocket_url& where) {
  const bool bracketed = where.host.find(':') != std::string::npos;
  return (bracketed ? "[" + where.host + "]" : where.host) + ":" + where.port;
}

std::string to_string(const websocket_url& where) {
  return std::string{scheme} + authority_of(where) + where.path;
}

} // namespace atelier
