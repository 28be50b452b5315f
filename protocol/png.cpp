#include "protocol/png.hpp"

#include <algorithm>
#include <array>
#include <libdeflate.h>
#include <new>
#include <png.h>

namespace atelier {

namespace {

constexpr std::array<std::uint8_t, 8> signature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

/// signature, then u32 length, "IHDR", 13 bytes, u32 checksum
constexpr std::size_t ihdr_at = 8;
constexpr std::size_t ihdr_fields_at = 16;
constexpr std::size_t ihdr_fields_bytes = 13;
constexpr std::size_t ihdr_end = 33;

/// Deflate's best: a match of 258 bytes in 2 bits (RFC 1951, section 3.2).
constexpr std::uint64_t inflation_max = 1032;

/// A chunk that is kept in memory; all that can be are PLTE and tRNS, of at most 768 and 256 bytes.
constexpr png_alloc_size_t chunk_bytes_max = 64 * 1024 * 1024;

std::uint32_t load_big_endian(byte_view from, std::size_t at) noexcept {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value = value << 8 | std::to_integer<std::uint32_t>(from[at + i]);
  return value;
}

tl::unexpected<error> bad_png(std::string why) {
  return failure(errc::bad_data, std::move(why) + "; a PNG must be 8-bit RGB or RGBA, not interlaced");
}

/// What libpng's callbacks work on. libpng reports an error by longjmp, so neither this nor anything else that lives
/// between its calls has a destructor.
struct png_source {
  byte_view rest;
  std::array<char, 128> fault;
};

extern "C" {

static void atelier_png_read(png_structp png, png_bytep to, std::size_t size) {
  auto& source = *static_cast<png_source*>(png_get_io_ptr(png));
  if (size > source.rest.size())
    png_error(png, "it ends too early");
  std::memcpy(to, source.rest.data(), size);
  source.rest = source.rest.subspan(size);
}

[[noreturn]] static void atelier_png_fail(png_structp png, png_const_charp why) {
  auto& fault = static_cast<png_source*>(png_get_error_ptr(png))->fault;
  std::strncpy(fault.data(), why, fault.size() - 1);
  png_longjmp(png, 1);
}

static void atelier_png_warn(png_structp, png_const_charp) {}

} // extern "C"

/// libpng's two structures for one file.
class png_reader {
public:
  explicit png_reader(png_source& source)
      : png_{png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, atelier_png_fail, atelier_png_warn)},
        info_{png_ ? png_create_info_struct(png_) : nullptr} {
    if (!info_) {
      png_destroy_read_struct(&png_, nullptr, nullptr);
      throw std::bad_alloc{};
    }
    png_set_read_fn(png_, &source, atelier_png_read);
  }
  png_reader(const png_reader&) = delete;
  png_reader& operator=(const png_reader&) = delete;
  ~png_reader() {
    png_destroy_read_struct(&png_, &info_, nullptr);
  }

  /// Fills rows of `width` pixels; false where the source's `fault` says what was wrong.
  bool read_pixels(rgba* pixels, std::uint32_t width, std::uint32_t height) noexcept {
    if (setjmp(png_jmpbuf(png_)))
      return false;
    png_set_user_limits(png_, width, height);
    png_set_chunk_cache_max(png_, 1);
    png_set_chunk_malloc_max(png_, chunk_bytes_max);
    png_set_crc_action(png_, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
    png_set_benign_errors(png_, 0);
    // Of the chunks that may be left out, none is read.
    png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
    png_read_info(png_, info_);
    if (png_get_valid(png_, info_, PNG_INFO_tRNS))
      png_error(png_, "it is RGB with a transparent colour (tRNS)");
    if (png_get_color_type(png_, info_) == PNG_COLOR_TYPE_RGB)
      png_set_add_alpha(png_, 0xFF, PNG_FILLER_AFTER);
    png_read_update_info(png_, info_);
    if (png_get_rowbytes(png_, info_) != std::size_t{4} * width)
      png_error(png_, "its rows have an unexpected size");
    for (std::uint32_t y = 0; y < height; ++y)
      png_read_row(png_, reinterpret_cast<png_bytep>(pixels + std::size_t{y} * width), nullptr);
    png_read_end(png_, nullptr);
    return true;
  }

private:
  png_structp png_;
  png_infop info_;
};

} // namespace

result<png_header> read_png_header(byte_view file) {
  if (file.size() < ihdr_end)
    return bad_png("a PNG has " + std::to_string(file.size()) + " bytes and ends within its header");
  if (!std::equal(signature.begin(), signature.end(), file.begin(),
                  [](std::uint8_t a, std::byte b) { return std::byte{a} == b; }))
    return bad_png("a file does not begin as a PNG does");
  if (load_big_endian(file, ihdr_at) != ihdr_fields_bytes || as_text(file.subspan(ihdr_at + 4, 4)) != "IHDR")
    return bad_png("a PNG's first chunk is not an IHDR of 13 bytes");
  const auto checked = file.subspan(ihdr_at + 4, 4 + ihdr_fields_bytes);
  if (libdeflate_crc32(0, checked.data(), checked.size()) != load_big_endian(file, ihdr_fields_at + ihdr_fields_bytes))
    return bad_png("a PNG's IHDR has a wrong checksum");
  const auto fields = file.subspan(ihdr_fields_at, ihdr_fields_bytes);
  const auto byte = [&](std::size_t i) {
    return std::to_integer<unsigned>(fields[i]);
  };
  const png_header read{load_big_endian(fields, 0), load_big_endian(fields, 4), byte(9) == PNG_COLOR_TYPE_RGBA};
  if (read.width == 0 || read.height == 0)
    return bad_png("a PNG is " + std::to_string(read.width) + " × " + std::to_string(read.height));
  if (byte(8) != 8)
    return bad_png("a PNG has " + std::to_string(byte(8)) + " bits a channel");
  if (byte(9) != PNG_COLOR_TYPE_RGB && byte(9) != PNG_COLOR_TYPE_RGBA)
    return bad_png("a PNG has colour type " + std::to_string(byte(9)));
  if (byte(10) != 0 || byte(11) != 0)
    return bad_png("a PNG has compression " + std::to_string(byte(10)) + " and filter method "
                   + std::to_string(byte(11)));
  if (byte(12) != 0)
    return bad_png("a PNG has interlacing " + std::to_string(byte(12)));
  return read;
}

result<image> decode_png(byte_view file, std::uint32_t side_max) {
  const auto header = read_png_header(file);
  if (!header)
    return tl::unexpected{header.error()};
  const auto [width, height, has_alpha] = *header;
  side_max = std::min(side_max, png_side_max);
  if (width > side_max || height > side_max)
    return failure(errc::bad_data, "a PNG is " + std::to_string(width) + " × " + std::to_string(height)
                                       + "; its sides must be at most " + std::to_string(side_max));
  const auto inflated_bytes = std::uint64_t{height} * (1 + std::uint64_t{width} * (has_alpha ? 4 : 3));
  if (inflated_bytes > inflation_max * file.size())
    return failure(errc::bad_data, "a PNG of " + std::to_string(width) + " × " + std::to_string(height) + " has "
                                       + std::to_string(file.size()) + " bytes; that is too few for its pixels");
  image out{static_cast<std::uint16_t>(width), static_cast<std::uint16_t>(height)};
  png_source source{file, {}};
  png_reader reader{source};
  if (!reader.read_pixels(out.pixels.data(), width, height))
    return failure(errc::bad_data, "a PNG can't be decoded (" + std::string{source.fault.data()}
                                       + "); it must be 8-bit RGB or RGBA and undamaged");
  return out;
}

} // namespace atelier
