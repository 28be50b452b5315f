#pragma once

#include "protocol/bytes.hpp"
#include "storage/attachments/thumbnail.hpp"

#include <optional>

/// \file
/// WebP (https://developers.google.com/speed/webp/docs/riff_container), by libwebp; of an animation the first picture.
/// What the functions do stands at `image_format`.

namespace atelier {

[[nodiscard]] bool begins_webp(byte_view head) noexcept;
[[nodiscard]] std::optional<image_size> webp_claims(byte_view file) noexcept;
[[nodiscard]] bool decode_webp_file(byte_view file, image_size claimed, thumbnail& to);

} // namespace atelier
