#pragma once

#include <cstddef>

namespace atelier {

/// Files that the server needs for itself: database, snapshots, log, listeners, polling.
inline constexpr std::size_t open_files_reserve = 64;

/// Raises this process's limit on open files as far as it may, and gives what it is then.
[[nodiscard]] std::size_t raise_open_files() noexcept;

/// How many of the connections that are wanted can be had with so many open files; at least one.
[[nodiscard]] std::size_t connections_within(std::size_t open_files, std::size_t wanted) noexcept;

} // namespace atelier
