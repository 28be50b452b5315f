#include "tests/storage/attachments/image_samples.hpp"

#include "tests/protocol/png_pieces.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <gif_lib.h>
#include <jpeglib.h>
#include <png.h>
#include <stdexcept>
#include <webp/encode.h>

namespace atelier::test {

namespace {

void require(bool holds) {
  if (!holds)
    throw std::logic_error{"a sample of an image can't be made"};
}

void store_be(bytes& in, std::size_t at, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i)
    in.at(at + i) = static_cast<std::byte>(value >> (8 * (size - 1 - i)));
}

void store_u24(bytes& to, std::uint32_t value) {
  store_le(to, static_cast<std::uint16_t>(value));
  store_le(to, static_cast<std::uint8_t>(value >> 16));
}

std::uint8_t grey_of(rgba colour) {
  return static_cast<std::uint8_t>((colour.r + colour.g + colour.b) / 3);
}

std::vector<rgba> colours_of(const image& picture) {
  std::vector<rgba> colours;
  for (const auto& pixel : picture.pixels)
    if (std::ranges::find(colours, pixel) == colours.end())
      colours.push_back(pixel);
  require(colours.size() <= 256);
  return colours;
}

std::uint8_t index_of(const std::vector<rgba>& colours, rgba pixel) {
  return static_cast<std::uint8_t>(std::ranges::find(colours, pixel) - colours.begin());
}

void write_png(png_structp png, png_bytep data, std::size_t size) {
  append(*static_cast<bytes*>(png_get_io_ptr(png)), std::as_bytes(std::span{data, size}));
}

std::vector<std::uint8_t> png_row(const image& picture, unsigned y, png_kind kind, const std::vector<rgba>& colours) {
  std::vector<std::uint8_t> row;
  for (const auto& pixel : picture.row(y)) {
    switch (kind) {
    case png_kind::rgba:
      row.insert(row.end(), {pixel.r, pixel.g, pixel.b, pixel.a});
      break;
    case png_kind::grey16:
      row.insert(row.end(), {grey_of(pixel), grey_of(pixel)});
      break;
    case png_kind::palette:
      row.push_back(index_of(colours, pixel));
      break;
    default:
      row.insert(row.end(), {pixel.r, pixel.g, pixel.b});
    }
  }
  return row;
}

bytes riff_of(const bytes& chunks) {
  bytes file;
  append(file, as_byte_view("RIFF"));
  store_le(file, static_cast<std::uint32_t>(4 + chunks.size()));
  append(file, as_byte_view("WEBP"));
  append(file, chunks);
  return file;
}

void append_chunk(bytes& to, std::string_view name, const bytes& body) {
  append(to, as_byte_view(name));
  store_le(to, static_cast<std::uint32_t>(body.size()));
  append(to, body);
  if (body.size() % 2 != 0)
    to.push_back(std::byte{0});
}

bytes canvas_of(image_size size, std::uint8_t flags) {
  bytes body;
  store_le(body, std::uint32_t{flags});
  store_u24(body, size.width - 1);
  store_u24(body, size.height - 1);
  return body;
}

int write_gif(GifFileType* gif, const GifByteType* data, int size) {
  append(*static_cast<bytes*>(gif->UserData), std::as_bytes(std::span{data, static_cast<std::size_t>(size)}));
  return size;
}

} // namespace

image two_halves(std::uint16_t width, std::uint16_t height) {
  image picture{width, height, red};
  for (unsigned y = 0; y < height; ++y)
    for (unsigned x = width / 2U; x < width; ++x)
      picture.at(x, y) = blue;
  return picture;
}

bytes png_of(const image& picture, png_kind kind) {
  bytes file;
  const auto colours = kind == png_kind::palette ? colours_of(picture) : std::vector<rgba>{};
  auto* png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  auto* info = png_create_info_struct(png);
  png_set_write_fn(png, &file, write_png, nullptr);
  const auto type = kind == png_kind::rgba      ? PNG_COLOR_TYPE_RGBA
                    : kind == png_kind::grey16  ? PNG_COLOR_TYPE_GRAY
                    : kind == png_kind::palette ? PNG_COLOR_TYPE_PALETTE
                                                : PNG_COLOR_TYPE_RGB;
  png_set_IHDR(png, info, picture.width, picture.height, kind == png_kind::grey16 ? 16 : 8, type,
               kind == png_kind::interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  std::vector<png_color> palette;
  for (const auto& colour : colours)
    palette.push_back({colour.r, colour.g, colour.b});
  if (!palette.empty())
    png_set_PLTE(png, info, palette.data(), static_cast<int>(palette.size()));
  std::vector<std::vector<std::uint8_t>> rows;
  std::vector<png_bytep> pointers;
  for (unsigned y = 0; y < picture.height; ++y)
    rows.push_back(png_row(picture, y, kind, colours));
  for (auto& row : rows)
    pointers.push_back(row.data());
  png_write_info(png, info);
  png_write_image(png, pointers.data());
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return file;
}

bytes jpeg_of(const image& picture, jpeg_kind kind) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* memory = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &memory, &size);
  jpeg.image_width = picture.width;
  jpeg.image_height = picture.height;
  jpeg.input_components = 4;
  jpeg.in_color_space = kind == jpeg_kind::cmyk ? JCS_CMYK : JCS_EXT_RGBX;
  jpeg_set_defaults(&jpeg);
  if (kind == jpeg_kind::grey)
    jpeg_set_colorspace(&jpeg, JCS_GRAYSCALE);
  jpeg_set_quality(&jpeg, 95, TRUE);
  if (kind == jpeg_kind::progressive)
    jpeg_simple_progression(&jpeg);
  jpeg_start_compress(&jpeg, TRUE);
  for (unsigned y = 0; y < picture.height; ++y) {
    std::vector<rgba> row{picture.row(y).begin(), picture.row(y).end()};
    // No black, and the other inks as Adobe's programs have them: as light as the colour.
    if (kind == jpeg_kind::cmyk)
      for (auto& pixel : row)
        pixel.a = 255;
    auto* from = reinterpret_cast<JSAMPROW>(row.data());
    jpeg_write_scanlines(&jpeg, &from, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  const auto raw = std::as_bytes(std::span{memory, size});
  bytes file{raw.begin(), raw.end()};
  std::free(memory);
  return file;
}

bytes webp_of(const image& picture, bool lossless) {
  std::uint8_t* memory = nullptr;
  const auto* from = reinterpret_cast<const std::uint8_t*>(picture.pixels.data());
  const auto stride = picture.width * 4;
  const auto size = lossless ? WebPEncodeLosslessRGBA(from, picture.width, picture.height, stride, &memory)
                             : WebPEncodeRGBA(from, picture.width, picture.height, stride, 95, &memory);
  require(size > 0);
  const auto raw = std::as_bytes(std::span{memory, size});
  bytes file{raw.begin(), raw.end()};
  WebPFree(memory);
  return file;
}

bytes animated_webp_of(const image& picture, image_size canvas, std::uint32_t x, std::uint32_t y) {
  constexpr std::size_t riff_header = 12;
  bytes frame;
  store_u24(frame, x / 2);
  store_u24(frame, y / 2);
  store_u24(frame, picture.width - 1U);
  store_u24(frame, picture.height - 1U);
  store_u24(frame, 100);
  frame.push_back(std::byte{0});
  append(frame, byte_view{webp_of(picture)}.subspan(riff_header));
  bytes chunks;
  append_chunk(chunks, "VP8X", canvas_of(canvas, 0x12));
  append_chunk(chunks, "ANIM", bytes(6));
  append_chunk(chunks, "ANMF", frame);
  return riff_of(chunks);
}

bytes gif_of(const image& picture, bool interlaced) {
  bytes file;
  auto colours = colours_of(picture);
  std::array<GifColorType, 256> table{};
  auto transparent = NO_TRANSPARENT_COLOR;
  for (std::size_t i = 0; i < colours.size(); ++i) {
    table[i] = {colours[i].r, colours[i].g, colours[i].b};
    if (colours[i].a == 0)
      transparent = static_cast<int>(i);
  }
  auto* gif = EGifOpen(&file, write_gif, nullptr);
  require(gif != nullptr);
  EGifSetGifVersion(gif, true);
  auto* map = GifMakeMapObject(256, table.data());
  EGifPutScreenDesc(gif, picture.width, picture.height, 8, 0, map);
  const GraphicsControlBlock shown{DISPOSAL_UNSPECIFIED, false, 0, transparent};
  std::array<GifByteType, 4> extension{};
  EGifGCBToExtension(&shown, extension.data());
  EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE, 4, extension.data());
  EGifPutImageDesc(gif, 0, 0, picture.width, picture.height, interlaced, nullptr);
  std::vector<unsigned> order;
  if (interlaced) {
    for (const auto& [first, step] : {std::pair{0U, 8U}, {4U, 8U}, {2U, 4U}, {1U, 2U}})
      for (auto y = first; y < picture.height; y += step)
        order.push_back(y);
  } else {
    for (unsigned y = 0; y < picture.height; ++y)
      order.push_back(y);
  }
  for (const auto y : order) {
    std::vector<GifByteType> row;
    for (const auto& pixel : picture.row(y))
      row.push_back(index_of(colours, pixel));
    require(EGifPutLine(gif, row.data(), picture.width) == GIF_OK);
  }
  require(EGifCloseFile(gif, nullptr) == GIF_OK);
  GifFreeMapObject(map);
  return file;
}

std::vector<bytes> one_of_each(const image& picture) {
  return {png_of(picture),
          png_of(picture, png_kind::rgba),
          png_of(picture, png_kind::grey16),
          png_of(picture, png_kind::palette),
          png_of(picture, png_kind::interlaced),
          jpeg_of(picture),
          jpeg_of(picture, jpeg_kind::progressive),
          jpeg_of(picture, jpeg_kind::grey),
          jpeg_of(picture, jpeg_kind::cmyk),
          webp_of(picture),
          webp_of(picture, false),
          animated_webp_of(picture, {picture.width, picture.height}, 0, 0),
          gif_of(picture),
          gif_of(picture, true)};
}

bytes png_claiming(std::uint32_t width, std::uint32_t height) {
  return samples::png_pieces{}.header(width, height, 8, 2).pixels(bytes(13)).end().file();
}

bytes jpeg_claiming(std::uint16_t width, std::uint16_t height) {
  auto file = jpeg_of(image{4, 4});
  const auto found = as_text(file).find("\xff\xc0");
  require(found != std::string_view::npos);
  store_be(file, found + 5, height, 2);
  store_be(file, found + 7, width, 2);
  return file;
}

bytes webp_claiming(std::uint32_t width, std::uint32_t height) {
  constexpr std::size_t riff_header = 12;
  bytes chunks;
  append_chunk(chunks, "VP8X", canvas_of({width, height}, 0));
  append(chunks, byte_view{webp_of(image{4, 4})}.subspan(riff_header));
  return riff_of(chunks);
}

bytes gif_claiming(std::uint16_t width, std::uint16_t height) {
  auto file = gif_of(image{4, 4});
  patch_le(file, 6, width);
  patch_le(file, 8, height);
  return file;
}

} // namespace atelier::test
