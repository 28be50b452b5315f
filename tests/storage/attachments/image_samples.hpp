#pragma once

#include "protocol/bytes.hpp"
#include "protocol/image.hpp"
#include "storage/attachments/thumbnail.hpp"

namespace atelier::test {

inline constexpr rgba red{200, 0, 0, 255};
inline constexpr rgba blue{0, 0, 220, 255};

/// Red on the left, blue on the right.
[[nodiscard]] image two_halves(std::uint16_t width, std::uint16_t height);

enum class png_kind { rgba, rgb, grey16, palette, interlaced };
[[nodiscard]] bytes png_of(const image& picture, png_kind kind = png_kind::rgb);

enum class jpeg_kind { baseline, progressive, grey, cmyk };
[[nodiscard]] bytes jpeg_of(const image& picture, jpeg_kind kind = jpeg_kind::baseline);

[[nodiscard]] bytes webp_of(const image& picture, bool lossless = true);
/// An animation of one picture that begins at (x, y) of its canvas.
[[nodiscard]] bytes animated_webp_of(const image& picture, image_size canvas, std::uint32_t x, std::uint32_t y);

/// Of at most 256 colours; those with alpha 0 are none.
[[nodiscard]] bytes gif_of(const image& picture, bool interlaced = false);

/// One small image of each kind that there is.
[[nodiscard]] std::vector<bytes> one_of_each(const image& picture);

/// The same file with another size in its header.
[[nodiscard]] bytes png_claiming(std::uint32_t width, std::uint32_t height);
[[nodiscard]] bytes jpeg_claiming(std::uint16_t width, std::uint16_t height);
/// With a canvas (VP8X); sides to 2^24.
[[nodiscard]] bytes webp_claiming(std::uint32_t width, std::uint32_t height);
[[nodiscard]] bytes gif_claiming(std::uint16_t width, std::uint16_t height);

} // namespace atelier::test
