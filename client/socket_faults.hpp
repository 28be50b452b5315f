#pragma once

#include "client/address.hpp"
#include "client/fault.hpp"

#include <boost/system/error_code.hpp>

namespace atelier::client {

/// No connection came about, with what a person can do about the common causes.
[[nodiscard]] fault unreachable(const address& where, const boost::system::error_code& code);

/// A connection broke off.
[[nodiscard]] fault lost(const address& where, const boost::system::error_code& code);

/// Whether the other side of a socket has closed or broken it.
[[nodiscard]] bool hung_up(int native_socket) noexcept;

} // namespace atelier::client
