#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace atelier {

/// A UUID (RFC 4122, 8-4-4-4-12 hexadecimal digits of any case) in lower case; nothing where the text is none.
[[nodiscard]] std::optional<std::string> canonical_uuid(std::string_view text);

} // namespace atelier
