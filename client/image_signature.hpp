#pragma once

#include "protocol/bytes.hpp"

namespace atelier::client {

/// As many first bytes of a file as `is_image` looks at.
inline constexpr std::size_t image_signature_bytes = 12;

/// Whether content that begins so is a PNG, JPEG, WebP or GIF, as far as its first bytes tell.
[[nodiscard]] bool is_image(byte_view beginning) noexcept;

} // namespace atelier::client
