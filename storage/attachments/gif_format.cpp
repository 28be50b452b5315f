#include "storage/attachments/gif_format.hpp"

#include "storage/attachments/image_format.hpp"

#include <algorithm>
#include <array>
#include <gif_lib.h>
#include <memory>

namespace atelier {

namespace {

/// "GIF87a" or "GIF89a", u16 width, u16 height
constexpr std::size_t width_at = 6;
constexpr std::size_t height_at = 8;
constexpr std::size_t sizes_end = 10;

/// Of an interlaced GIF: the rows of each pass.
struct interlace_pass {
  int first;
  int step;
};
constexpr std::array interlaced{interlace_pass{0, 8}, interlace_pass{4, 8}, interlace_pass{2, 4}, interlace_pass{1, 2}};
constexpr std::array in_order{interlace_pass{0, 1}};

extern "C" {

static int attachment_gif_read(GifFileType* gif, GifByteType* to, int size) {
  auto& rest = *static_cast<byte_view*>(gif->UserData);
  const auto taken = rest.first(std::min(rest.size(), static_cast<std::size_t>(std::max(size, 0))));
  std::copy(taken.begin(), taken.end(), reinterpret_cast<std::byte*>(to));
  rest = rest.subspan(taken.size());
  return static_cast<int>(taken.size());
}

} // extern "C"

struct gif_closer {
  void operator()(GifFileType* gif) const noexcept {
    DGifCloseFile(gif, nullptr);
  }
};
using gif_file = std::unique_ptr<GifFileType, gif_closer>;

/// Reads one extension; of the one that says how a picture is shown, which of its colours is none.
bool read_extension(GifFileType& gif, int& transparent) {
  int code = 0;
  GifByteType* data = nullptr;
  if (DGifGetExtension(&gif, &code, &data) == GIF_ERROR)
    return false;
  while (data != nullptr) {
    GraphicsControlBlock shown{};
    if (code == GRAPHICS_EXT_FUNC_CODE && DGifExtensionToGCB(data[0], data + 1, &shown) == GIF_OK)
      transparent = shown.TransparentColor;
    if (DGifGetExtensionNext(&gif, &data) == GIF_ERROR)
      return false;
  }
  return true;
}

/// Goes to the first picture; false where there is none.
bool find_picture(GifFileType& gif, int& transparent) {
  for (auto kind = UNDEFINED_RECORD_TYPE; DGifGetRecordType(&gif, &kind) == GIF_OK;) {
    if (kind == IMAGE_DESC_RECORD_TYPE)
      return DGifGetImageDesc(&gif) == GIF_OK;
    if (kind != EXTENSION_RECORD_TYPE || !read_extension(gif, transparent))
      return false;
  }
  return false;
}

bool lies_on(const GifImageDesc& frame, image_size canvas) noexcept {
  const auto fits = [](int offset, int side, std::uint32_t whole) {
    return offset >= 0 && side > 0 && std::int64_t{offset} + side <= whole;
  };
  return fits(frame.Left, frame.Width, canvas.width) && fits(frame.Top, frame.Height, canvas.height);
}

/// The indexes of the first picture, row by row; empty where they can't be read.
std::vector<GifByteType> read_indexes(GifFileType& gif) {
  const auto& frame = gif.Image;
  const auto width = static_cast<std::size_t>(frame.Width);
  std::vector<GifByteType> indexes(width * static_cast<std::size_t>(frame.Height));
  const auto passes = frame.Interlace ? std::span<const interlace_pass>{interlaced} : std::span{in_order};
  for (const auto& pass : passes)
    for (auto y = pass.first; y < frame.Height; y += pass.step)
      if (DGifGetLine(&gif, indexes.data() + static_cast<std::size_t>(y) * width, frame.Width) == GIF_ERROR)
        return {};
  return indexes;
}

std::array<rgba, 256> palette_of(const ColorMapObject& colours, int transparent) {
  std::array<rgba, 256> palette;
  palette.fill({0, 0, 0, 0});
  for (auto i = 0; i < std::min(colours.ColorCount, 256); ++i)
    if (i != transparent)
      palette[static_cast<std::size_t>(i)] = {colours.Colors[i].Red, colours.Colors[i].Green, colours.Colors[i].Blue};
  return palette;
}

} // namespace

bool begins_gif(byte_view head) noexcept {
  return begins_with(head, "GIF87a") || begins_with(head, "GIF89a");
}

std::optional<image_size> gif_claims(byte_view file) noexcept {
  if (file.size() < sizes_end)
    return std::nullopt;
  return image_size{load_le<std::uint16_t>(file, width_at), load_le<std::uint16_t>(file, height_at)};
}

bool decode_gif_file(byte_view file, image_size claimed, thumbnail& to) {
  const gif_file gif{DGifOpen(&file, attachment_gif_read, nullptr)};
  auto transparent = NO_TRANSPARENT_COLOR;
  if (!gif || !find_picture(*gif, transparent) || !lies_on(gif->Image, claimed))
    return false;
  const auto& frame = gif->Image;
  const auto* const colours = frame.ColorMap != nullptr ? frame.ColorMap : gif->SColorMap;
  if (colours == nullptr)
    return false;
  const auto indexes = read_indexes(*gif);
  if (indexes.empty())
    return false;
  const auto palette = palette_of(*colours, transparent);
  const auto left = static_cast<std::size_t>(frame.Left);
  const auto top = static_cast<std::uint32_t>(frame.Top);
  const auto width = static_cast<std::size_t>(frame.Width);
  to.begin(claimed);
  std::vector<rgba> row(claimed.width);
  for (std::uint32_t y = 0; y < claimed.height; ++y) {
    std::ranges::fill(row, rgba{0, 0, 0, 0});
    if (y >= top && y - top < static_cast<std::uint32_t>(frame.Height))
      for (std::size_t x = 0; x < width; ++x)
        row[left + x] = palette[indexes[(y - top) * width + x]];
    to.add_row(row);
  }
  return true;
}

} // namespace atelier
