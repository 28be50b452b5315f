#pragma once

#include "client/fault.hpp"
#include "protocol/bytes.hpp"

#include <chrono>
#include <string_view>

namespace atelier::cli {

/// The body of what `http://HOST:PORT/PATH` answers with status 200.
[[nodiscard]] client::outcome<bytes> http_get(std::string_view url, std::chrono::milliseconds timeout);

} // namespace atelier::cli
