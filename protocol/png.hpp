#pragma once

#include "protocol/bytes.hpp"
#include "protocol/errors.hpp"
#include "protocol/image.hpp"

namespace atelier {

/// The largest side of a PNG that is read or written; the encoder counts a picture's bytes in an int.
inline constexpr std::uint32_t png_side_max = 16'384;

/// What a PNG's header claims, read without decoding anything.
struct png_header {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  bool has_alpha = false;
};

/// Reads the signature and IHDR. Fails with `bad_data` for anything that is not an 8-bit RGB or RGBA PNG without
/// interlacing (the contract, section 5, patch), or that has a side of 0.
[[nodiscard]] result<png_header> read_png_header(byte_view file);

/// Decodes an 8-bit RGB or RGBA PNG whose sides are at most `side_max` (and `png_side_max`); RGB has alpha 255, colour
/// profiles and gamma are ignored, an RGB image with a transparent colour (tRNS) is refused. The header, and that the
/// file is long enough for its pixels, is checked before memory is taken for them. Any damage is `bad_data`, a wrong
/// checksum in a chunk that is ignored included; what follows IEND is passed over. Any thread.
[[nodiscard]] result<image> decode_png(byte_view file, std::uint32_t side_max);

/// Encodes as RGB (pictures are opaque), filter 0, deflate level 1 by libdeflate under stb_image_write. Any thread.
/// Throws `std::length_error` where a side is 0 or above `png_side_max`.
[[nodiscard]] bytes encode_png(const picture_view& view);

/// Encodes as RGB where every pixel is opaque, otherwise as RGBA; else as above.
[[nodiscard]] bytes encode_png(const image& picture);

} // namespace atelier
