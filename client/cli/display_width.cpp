#include "client/cli/display_width.hpp"

#include <utf8proc.h>

namespace atelier::cli {

std::size_t display_width(std::string_view text) noexcept {
  std::size_t out = 0;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  for (auto left = static_cast<utf8proc_ssize_t>(text.size()); left > 0;) {
    utf8proc_int32_t point = 0;
    const auto size = utf8proc_iterate(at, left, &point);
    out += size > 0 ? static_cast<std::size_t>(utf8proc_charwidth(point)) : 1;
    at += size > 0 ? size : 1;
    left -= size > 0 ? size : 1;
  }
  return out;
}

} // namespace atelier::cli
