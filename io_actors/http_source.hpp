#pragma once

#include "protocol/errors.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace atelier {

/// What a request says of where it comes from and whom it means.
struct http_source {
  /// Values of all `Host` fields.
  std::vector<std::string> hosts;
  /// Values of all `Origin` fields; only browsers send one.
  std::vector<std::string> origins;
  /// The address that the connection came in on, as text.
  std::string local_address;
  /// HTTP/1.1 or later: there must be a `Host`.
  bool host_required = true;
};

/// Lets nobody in from a website by accident: the `Host` must be one of `hosts` (without port) or the local address,
/// so that a foreign name that resolves to us is of no use; an `Origin` must be our own (`http` or `https` and the very
/// `Host`) or one of `allowed_origins`. Fails with `malformed` (no or several of them) or `forbidden`.
[[nodiscard]] std::optional<error> check_source(const http_source& source, const std::vector<std::string>& hosts,
                                                const std::vector<std::string>& allowed_origins);

/// The host in `host`, `host:port`, `[v6]` or `[v6]:port`, in lower case and without brackets; nothing where it is
/// none.
[[nodiscard]] std::optional<std::string> host_without_port(std::string_view value);

} // namespace atelier
