#pragma once

#include <string>
#include <string_view>

namespace atelier::client {

/// The name under which an attachment that others named `name` may be kept, on the try of this number, counted from
/// 1: `cat.png`, `cat (2).png`, … Cleaned here too (protocol/attachment_name.hpp), whatever the server did, and never
/// longer than a file's name may be.
[[nodiscard]] std::string received_name(std::string_view name, unsigned number);

} // namespace atelier::client
