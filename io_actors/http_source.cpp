#include "io_actors/http_source.hpp"

#include "protocol/json_text.hpp"

#include <algorithm>

namespace atelier {

namespace {

std::string lower(std::string_view text) {
  std::string out{text};
  for (auto& it : out)
    if (it >= 'A' && it <= 'Z')
      it = static_cast<char>(it - 'A' + 'a');
  return out;
}

bool is_port(std::string_view text) {
  return text.size() <= 5 && std::all_of(text.begin(), text.end(), [](char it) { return it >= '0' && it <= '9'; });
}

bool is_name_or_address(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char it) {
    return (it >= '0' && it <= '9') || (it >= 'a' && it <= 'z') || it == '.' || it == '-' || it == '_' || it == ':';
  });
}

/// An IPv4 address that came in on an IPv6 socket reads as the IPv4 address, and a zone is of no interest.
std::string plain_address(std::string_view address) {
  auto out = lower(address.substr(0, address.find('%')));
  constexpr std::string_view mapped = "::ffff:";
  if (out.starts_with(mapped) && out.find('.') != std::string::npos)
    out.erase(0, mapped.size());
  return out;
}

bool is_ours(const std::string& host, const http_source& source, const std::vector<std::string>& hosts) {
  if (host == plain_address(source.local_address))
    return true;
  return std::any_of(hosts.begin(), hosts.end(), [&](const std::string& it) {
    const auto known = host_without_port(it);
    return host == known.value_or(lower(it));
  });
}

std::optional<error> check_origin(const http_source& source, const std::vector<std::string>& allowed_origins) {
  if (source.origins.empty())
    return std::nullopt;
  if (source.origins.size() > 1)
    return error{errc::malformed,
                 "a request has " + std::to_string(source.origins.size()) + " Origin fields; it may have one"};
  const auto origin = lower(source.origins.front());
  if (!source.hosts.empty()) {
    const auto host = lower(source.hosts.front());
    if (origin == "http://" + host || origin == "https://" + host)
      return std::nullopt;
  }
  if (std::any_of(allowed_origins.begin(), allowed_origins.end(),
                  [&](const std::string& it) { return lower(it) == origin; }))
    return std::nullopt;
  return error{errc::forbidden, "Origin " + shown(source.origins.front())
                                    + " is neither this server's own nor on its list of allowed origins"};
}

} // namespace

std::optional<std::string> host_without_port(std::string_view value) {
  const auto text = lower(value);
  std::string_view host = text;
  std::string_view rest;
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    if (end == std::string_view::npos)
      return std::nullopt;
    rest = host.substr(end + 1);
    host = host.substr(1, end - 1);
  } else if (const auto colon = host.find(':'); colon != std::string_view::npos) {
    rest = host.substr(colon);
    host = host.substr(0, colon);
  }
  if (!rest.empty() && (rest.front() != ':' || !is_port(rest.substr(1))))
    return std::nullopt;
  if (!is_name_or_address(host))
    return std::nullopt;
  return std::string{host};
}

std::optional<error> check_source(const http_source& source, const std::vector<std::string>& hosts,
                                  const std::vector<std::string>& allowed_origins) {
  if (source.hosts.size() > 1)
    return error{errc::malformed,
                 "a request has " + std::to_string(source.hosts.size()) + " Host fields; it must have one"};
  const auto absent = source.hosts.empty() || source.hosts.front().empty();
  if (absent && source.host_required)
    return error{errc::malformed, "a request has no Host; HTTP/1.1 asks for one"};
  if (!absent) {
    const auto host = host_without_port(source.hosts.front());
    if (!host)
      return error{errc::malformed, "Host is " + shown(source.hosts.front()) + "; it must be a host, or host:port"};
    if (!is_ours(*host, source, hosts))
      return error{errc::forbidden,
                   "Host " + shown(source.hosts.front())
                       + " does not name this server; it answers to its address and to its list of hosts"};
  }
  return check_origin(source, allowed_origins);
}

} // namespace atelier
