#include "storage/attachments/png_format.hpp"

#include "storage/attachments/big_endian.hpp"
#include "storage/attachments/image_format.hpp"

#include <new>
#include <png.h>

namespace atelier {

namespace {

constexpr std::string_view signature = "\x89PNG\r\n\x1a\n";

/// signature, u32 length, "IHDR", u32 width, u32 height
constexpr std::size_t type_at = 12;
constexpr std::size_t width_at = 16;
constexpr std::size_t height_at = 20;
constexpr std::size_t sizes_end = 24;

extern "C" {

static void attachment_png_read(png_structp png, png_bytep to, std::size_t size) {
  auto& rest = *static_cast<byte_view*>(png_get_io_ptr(png));
  if (size > rest.size())
    png_error(png, "it ends too early");
  std::memcpy(to, rest.data(), size);
  rest = rest.subspan(size);
}

[[noreturn]] static void attachment_png_fail(png_structp png, png_const_charp) {
  png_longjmp(png, 1);
}

static void attachment_png_warn(png_structp, png_const_charp) {}

} // extern "C"

/// libpng's two structures for one file. libpng reports an error by longjmp, so nothing that lives between its calls
/// has a destructor.
class png_pixels {
public:
  explicit png_pixels(byte_view& source)
      : png_{png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, attachment_png_fail, attachment_png_warn)},
        info_{png_ ? png_create_info_struct(png_) : nullptr} {
    if (!info_) {
      png_destroy_read_struct(&png_, nullptr, nullptr);
      throw std::bad_alloc{};
    }
    png_set_read_fn(png_, &source, attachment_png_read);
  }
  png_pixels(const png_pixels&) = delete;
  png_pixels& operator=(const png_pixels&) = delete;
  ~png_pixels() {
    png_destroy_read_struct(&png_, &info_, nullptr);
  }

  /// Gets ready for rows of RGBA; false where that can't be.
  [[nodiscard]] bool read_header(image_size claimed) noexcept {
    if (setjmp(png_jmpbuf(png_)))
      return false;
    png_set_user_limits(png_, claimed.width, claimed.height);
    png_set_chunk_cache_max(png_, 1);
    // Of the chunks that may be left out, none is read.
    png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
    png_read_info(png_, info_);
    png_set_expand(png_);
    png_set_scale_16(png_);
    png_set_gray_to_rgb(png_);
    png_set_add_alpha(png_, 0xFF, PNG_FILLER_AFTER);
    passes_ = png_set_interlace_handling(png_);
    png_read_update_info(png_, info_);
    return png_get_rowbytes(png_, info_) == sizeof(rgba) * claimed.width;
  }

  /// More than one where it is interlaced: then each goes over all rows, which must be kept.
  [[nodiscard]] int passes() const noexcept {
    return passes_;
  }

  [[nodiscard]] bool read_row(rgba* row) noexcept {
    if (setjmp(png_jmpbuf(png_)))
      return false;
    png_read_row(png_, reinterpret_cast<png_bytep>(row), nullptr);
    return true;
  }

private:
  png_structp png_;
  png_infop info_;
  int passes_ = 1;
};

bool decode_rows(png_pixels& from, image_size size, thumbnail& to) {
  std::vector<rgba> row(size.width);
  for (std::uint32_t y = 0; y < size.height; ++y) {
    if (!from.read_row(row.data()))
      return false;
    to.add_row(row);
  }
  return true;
}

bool decode_passes(png_pixels& from, image_size size, thumbnail& to) {
  std::vector<rgba> pixels(std::size_t{size.width} * size.height);
  for (auto pass = 0; pass < from.passes(); ++pass)
    for (std::uint32_t y = 0; y < size.height; ++y)
      if (!from.read_row(pixels.data() + std::size_t{y} * size.width))
        return false;
  for (std::uint32_t y = 0; y < size.height; ++y)
    to.add_row(std::span{pixels}.subspan(std::size_t{y} * size.width, size.width));
  return true;
}

} // namespace

bool begins_png(byte_view head) noexcept {
  return begins_with(head, signature);
}

std::optional<image_size> png_claims(byte_view file) noexcept {
  if (file.size() < sizes_end || as_text(file.subspan(type_at, 4)) != "IHDR")
    return std::nullopt;
  return image_size{load_be<std::uint32_t>(file, width_at), load_be<std::uint32_t>(file, height_at)};
}

bool decode_png_file(byte_view file, image_size claimed, thumbnail& to) {
  png_pixels from{file};
  if (!from.read_header(claimed))
    return false;
  to.begin(claimed);
  return from.passes() > 1 ? decode_passes(from, claimed, to) : decode_rows(from, claimed, to);
}

} // namespace atelier
