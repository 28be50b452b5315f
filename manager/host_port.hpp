#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace atelier {

/// Where to listen; port 0 stands for one that is free.
struct host_port {
  /// A name or an address, an IPv6 address without its brackets.
  std::string host;
  std::uint16_t port = 0;
  friend bool operator==(const host_port&, const host_port&) = default;
};

/// Reads `HOST:PORT`, an IPv6 address in brackets. Fails with what is wrong, in words for a person.
[[nodiscard]] tl::expected<host_port, std::string> parse_host_port(std::string_view text);

/// The host as it stands in a URL: an IPv6 address in brackets.
[[nodiscard]] std::string url_host(const host_port& where);

[[nodiscard]] std::string to_string(const host_port& where);

} // namespace atelier
