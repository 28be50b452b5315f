#pragma once

#include "protocol/bytes.hpp"
#include "storage/attachments/thumbnail.hpp"

#include <optional>

/// \file
/// GIF (https://www.w3.org/Graphics/GIF/spec-gif89a.txt), by giflib; of an animation the first picture.
/// What the functions do stands at `image_format`.

namespace atelier {

[[nodiscard]] bool begins_gif(byte_view head) noexcept;
[[nodiscard]] std::optional<image_size> gif_claims(byte_view file) noexcept;
[[nodiscard]] bool decode_gif_file(byte_view file, image_size claimed, thumbnail& to);

} // namespace atelier
