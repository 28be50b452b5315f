#pragma once

#include "bench/load/wire/unique_fd.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace atelier::bench {

/// Throws std::system_error of `errno`: `what`, colon, reason.
[[noreturn]] void throw_errno(const std::string& what);

/// Raises this process's limit on open files as far as it may, and gives what it is then.
std::size_t raise_open_files() noexcept;

/// A non-blocking listening socket on 127.0.0.1; port 0 takes a free one. Throws std::system_error.
[[nodiscard]] unique_fd listen_on_loopback(std::uint16_t port);

/// The port that a bound socket has.
[[nodiscard]] std::uint16_t port_of(const unique_fd& socket);

enum class connecting { blocking, non_blocking };

/// A socket that is connected to 127.0.0.1, or on its way there (`non_blocking`), without Nagle's delay. Throws
/// std::system_error.
[[nodiscard]] unique_fd connect_to_loopback(std::uint16_t port, connecting how);

/// What became of a non-blocking connect; throws std::system_error where it failed.
void check_connected(const unique_fd& socket);

/// Switches Nagle's delay off.
void send_at_once(int socket) noexcept;

} // namespace atelier::bench
