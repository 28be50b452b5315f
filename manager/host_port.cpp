#include "manager/host_port.hpp"

#include <charconv>

namespace atelier {

namespace {

tl::unexpected<std::string> not_an_address(std::string_view text, std::string_view why) {
  return tl::unexpected<std::string>{"'" + std::string{text} + "' " + std::string{why}
                                     + "; it must be HOST:PORT, such as 127.0.0.1:7070 or [::1]:7070"};
}

} // namespace

tl::expected<host_port, std::string> parse_host_port(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos)
    return not_an_address(text, "has no port");
  auto host = text.substr(0, colon);
  const auto digits = text.substr(colon + 1);
  if (host.starts_with('[') && host.ends_with(']'))
    host = host.substr(1, host.size() - 2);
  else if (host.find(':') != std::string_view::npos)
    return not_an_address(text, "is an IPv6 address without brackets");
  if (host.empty())
    return not_an_address(text, "has no host");
  std::uint16_t port = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (failed != std::errc{} || end != digits.data() + digits.size())
    return not_an_address(text, "has a port that is no number from 0 to 65535");
  return host_port{std::string{host}, port};
}

std::string url_host(const host_port& where) {
  return where.host.find(':') == std::string::npos ? where.host : "[" + where.host + "]";
}

std::string to_string(const host_port& where) {
  return url_host(where) + ":" + std::to_string(where.port);
}

} // namespace atelier
