#include "protocol/png.hpp"

#include <algorithm>
#include <cstdlib>
#include <libdeflate.h>
#include <memory>
#include <new>
#include <stdexcept>

namespace {

constexpr int deflate_level = 1;

/// stb_image_write's hook: zlib data that the caller frees, or null.
unsigned char* deflate_for_stb(unsigned char* data, int size, int* out_size, int) {
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor{
      libdeflate_alloc_compressor(deflate_level), libdeflate_free_compressor};
  if (!compressor)
    return nullptr;
  const auto in_bytes = static_cast<std::size_t>(size);
  const auto bound = libdeflate_zlib_compress_bound(compressor.get(), in_bytes);
  auto* out = static_cast<unsigned char*>(std::malloc(bound));
  if (out)
    *out_size = static_cast<int>(libdeflate_zlib_compress(compressor.get(), data, in_bytes, out, bound));
  return out;
}

} // namespace

#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO
#define STBIW_ZLIB_COMPRESS deflate_for_stb
#include <stb/stb_image_write.h>

namespace atelier {

namespace {

/// Set before main, so that threads only read it.
[[maybe_unused]] const int filter_fixed_before_main = stbi_write_force_png_filter = 0;

void check_sides(std::uint32_t width, std::uint32_t height) {
  if (width == 0 || height == 0 || width > png_side_max || height > png_side_max)
    throw std::length_error{"a picture of " + std::to_string(width) + " × " + std::to_string(height)
                            + " can't be encoded as PNG"};
}

bytes encode(const std::uint8_t* pixels, int width, int height, int channels) {
  int size = 0;
  const std::unique_ptr<unsigned char, decltype(&std::free)> png{
      stbi_write_png_to_mem(pixels, width * channels, width, height, channels, &size), std::free};
  if (!png)
    throw std::bad_alloc{};
  const auto* begin = reinterpret_cast<const std::byte*>(png.get());
  return {begin, begin + size};
}

void to_rgb(std::span<const rgba> row, std::uint8_t* to) noexcept {
  for (const auto& it : row) {
    to[0] = it.r;
    to[1] = it.g;
    to[2] = it.b;
    to += 3;
  }
}

} // namespace

bytes encode_png(const picture_view& view) {
  check_sides(view.width(), view.height());
  const std::size_t row_bytes = std::size_t{3} * view.width();
  const auto rgb = std::make_unique_for_overwrite<std::uint8_t[]>(row_bytes * view.height());
  std::vector<rgba> row(view.width());
  for (unsigned y = 0; y < view.height(); ++y) {
    view.copy_row(y, row);
    to_rgb(row, rgb.get() + y * row_bytes);
  }
  return encode(rgb.get(), view.width(), view.height(), 3);
}

bytes encode_png(const image& picture) {
  check_sides(picture.width, picture.height);
  if (std::any_of(picture.pixels.begin(), picture.pixels.end(), [](const rgba& it) { return it.a != 255; }))
    return encode(reinterpret_cast<const std::uint8_t*>(picture.pixels.data()), picture.width, picture.height, 4);
  const auto rgb = std::make_unique_for_overwrite<std::uint8_t[]>(3 * picture.pixels.size());
  to_rgb(picture.pixels, rgb.get());
  return encode(rgb.get(), picture.width, picture.height, 3);
}

} // namespace atelier
