#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace atelier::client {

/// A time as the server writes it, `2026-11-20T21:14:03.120Z`, always UTC with milliseconds; nothing where it is none.
[[nodiscard]] std::optional<std::chrono::system_clock::time_point> from_wire_time(std::string_view text);

} // namespace atelier::client
