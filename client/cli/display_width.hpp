#pragma once

#include <cstddef>
#include <string_view>

namespace atelier::cli {

/// How many columns of a terminal a UTF-8 text takes: two for wide characters, none for marks on others (Unicode's East
/// Asian Width, as utf8proc has it), one for what is not UTF-8.
[[nodiscard]] std::size_t display_width(std::string_view text) noexcept;

} // namespace atelier::cli
