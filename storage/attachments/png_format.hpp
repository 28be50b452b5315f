#pragma once

#include "protocol/bytes.hpp"
#include "storage/attachments/thumbnail.hpp"

#include <optional>

/// \file
/// PNG of any kind (https://www.w3.org/TR/png/), by libpng; of an animated one what others show.
/// What the functions do stands at `image_format`.

namespace atelier {

[[nodiscard]] bool begins_png(byte_view head) noexcept;
[[nodiscard]] std::optional<image_size> png_claims(byte_view file) noexcept;
[[nodiscard]] bool decode_png_file(byte_view file, image_size claimed, thumbnail& to);

} // namespace atelier
