#pragma once

#include "protocol/bytes.hpp"
#include "protocol/json_text.hpp"

namespace atelier::bench {

/// Posts to a server on 127.0.0.1, waits for what it answers with status 201, and gives that. Throws
/// std::runtime_error for every other answer, std::system_error where the connection fails.
[[nodiscard]] json http_post(std::uint16_t port, std::string_view target, std::string_view content_type,
                             byte_view body);

} // namespace atelier::bench
