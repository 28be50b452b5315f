#pragma once

#include "protocol/bytes.hpp"
#include "storage/attachments/thumbnail.hpp"

#include <optional>

/// \file
/// JPEG (ITU-T T.81), by libjpeg: baseline and progressive, grey, RGB, YCbCr and CMYK. It is not turned as its Exif
/// says. What the functions do stands at `image_format`.

namespace atelier {

[[nodiscard]] bool begins_jpeg(byte_view head) noexcept;
[[nodiscard]] std::optional<image_size> jpeg_claims(byte_view file) noexcept;
[[nodiscard]] bool decode_jpeg_file(byte_view file, image_size claimed, thumbnail& to);

} // namespace atelier
