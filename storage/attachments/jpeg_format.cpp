#include "storage/attachments/jpeg_format.hpp"

#include "storage/attachments/big_endian.hpp"
#include "storage/attachments/image_format.hpp"

#include <algorithm>
#include <csetjmp>
#include <cstdio>
// These need <cstdio> before them.
#include <jerror.h>
#include <jpeglib.h>

namespace atelier {

namespace {

/// Of a progressive JPEG: cameras and editors make about ten. Each scan may go over the whole image and take a few
/// bytes only, so without a limit a small file costs hours.
constexpr int scans_max = 100;

constexpr std::uint8_t start_of_image = 0xd8;
constexpr std::uint8_t end_of_image = 0xd9;
constexpr std::uint8_t start_of_scan = 0xda;
constexpr std::uint8_t temporary = 0x01;

/// SOFn, with none of DHT, JPG and DAC, which lie among them.
bool is_frame_header(std::uint8_t marker) noexcept {
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

bool stands_alone(std::uint8_t marker) noexcept {
  return marker == temporary || (marker >= 0xd0 && marker <= start_of_image);
}

/// libjpeg's handler of errors, which comes back by longjmp.
struct jpeg_errors {
  jpeg_error_mgr base;
  std::jmp_buf back;
};

extern "C" {

[[noreturn]] static void attachment_jpeg_fail(j_common_ptr jpeg) {
  std::longjmp(reinterpret_cast<jpeg_errors*>(jpeg->err)->back, 1);
}

static void attachment_jpeg_message(j_common_ptr jpeg, int level) {
  // Of what libjpeg would mend, only missing data is refused: it would invent the rest, however large.
  if (level < 0 && (jpeg->err->msg_code == JWRN_JPEG_EOF || jpeg->err->msg_code == JWRN_HIT_MARKER))
    attachment_jpeg_fail(jpeg);
}

static void attachment_jpeg_progress(j_common_ptr jpeg) {
  if (reinterpret_cast<j_decompress_ptr>(jpeg)->input_scan_number > scans_max)
    attachment_jpeg_fail(jpeg);
}

} // extern "C"

/// One JPEG that is decompressed. libjpeg reports an error by longjmp, so nothing that lives between its calls has a
/// destructor.
class jpeg_pixels {
public:
  jpeg_pixels() noexcept : jpeg_{}, errors_{}, progress_{} {
    jpeg_.err = jpeg_std_error(&errors_.base);
    errors_.base.error_exit = attachment_jpeg_fail;
    errors_.base.emit_message = attachment_jpeg_message;
    progress_.progress_monitor = attachment_jpeg_progress;
  }
  jpeg_pixels(const jpeg_pixels&) = delete;
  jpeg_pixels& operator=(const jpeg_pixels&) = delete;
  ~jpeg_pixels() {
    jpeg_destroy_decompress(&jpeg_);
  }

  /// Gets ready for rows, as small as `size()` says but no smaller than `least`; false where that can't be.
  [[nodiscard]] bool read_header(byte_view file, image_size claimed, image_size least) noexcept {
    if (setjmp(errors_.back))
      return false;
    jpeg_create_decompress(&jpeg_);
    jpeg_.progress = &progress_;
    jpeg_mem_src(&jpeg_, reinterpret_cast<const unsigned char*>(file.data()), file.size());
    jpeg_read_header(&jpeg_, TRUE);
    if (jpeg_.image_width != claimed.width || jpeg_.image_height != claimed.height || !choose_colours())
      return false;
    choose_scale(least);
    jpeg_start_decompress(&jpeg_);
    return jpeg_.output_components == 4;
  }

  [[nodiscard]] image_size size() const noexcept {
    return {jpeg_.output_width, jpeg_.output_height};
  }

  [[nodiscard]] bool read_row(std::span<rgba> row) noexcept {
    if (setjmp(errors_.back))
      return false;
    auto* to = reinterpret_cast<JSAMPROW>(row.data());
    if (jpeg_read_scanlines(&jpeg_, &to, 1) != 1)
      return false;
    if (jpeg_.out_color_space == JCS_CMYK)
      std::ranges::transform(row, row.begin(), [this](rgba ink) { return light_of(ink); });
    return true;
  }

private:
  bool choose_colours() noexcept {
    switch (jpeg_.jpeg_color_space) {
    case JCS_GRAYSCALE:
    case JCS_RGB:
    case JCS_YCbCr:
      jpeg_.out_color_space = JCS_EXT_RGBA;
      return true;
    case JCS_CMYK:
    case JCS_YCCK:
      jpeg_.out_color_space = JCS_CMYK;
      return true;
    default:
      return false;
    }
  }

  /// libjpeg averages blocks of 8 × 8, 4 × 4 or 2 × 2 pixels in a fraction of the time that all of them would take.
  void choose_scale(image_size least) noexcept {
    jpeg_.scale_num = 1;
    for (jpeg_.scale_denom = 8; jpeg_.scale_denom > 1; jpeg_.scale_denom /= 2) {
      jpeg_calc_output_dimensions(&jpeg_);
      if (jpeg_.output_width >= least.width && jpeg_.output_height >= least.height)
        return;
    }
  }

  /// Four inks, which Adobe's programs store inverted.
  rgba light_of(rgba ink) const noexcept {
    const auto light = [this](std::uint8_t of) {
      return jpeg_.saw_Adobe_marker ? of : 255 - of;
    };
    const auto through_black = [&](std::uint8_t of) {
      return static_cast<std::uint8_t>(light(of) * light(ink.a) / 255);
    };
    return {through_black(ink.r), through_black(ink.g), through_black(ink.b), 255};
  }

  jpeg_decompress_struct jpeg_;
  jpeg_errors errors_;
  jpeg_progress_mgr progress_;
};

} // namespace

bool begins_jpeg(byte_view head) noexcept {
  return begins_with(head, "\xff\xd8\xff");
}

std::optional<image_size> jpeg_claims(byte_view file) noexcept {
  std::size_t at = 2;
  while (at + 1 < file.size() && file[at] == std::byte{0xff}) {
    const auto marker = std::to_integer<std::uint8_t>(file[++at]);
    if (marker == 0xff)
      continue;
    ++at;
    if (stands_alone(marker))
      continue;
    // u16 length, which counts itself; in a frame header then u8 precision, u16 height, u16 width
    if (marker == end_of_image || marker == start_of_scan || at + 7 > file.size())
      return std::nullopt;
    if (is_frame_header(marker))
      return image_size{load_be<std::uint16_t>(file, at + 5), load_be<std::uint16_t>(file, at + 3)};
    at += load_be<std::uint16_t>(file, at);
  }
  return std::nullopt;
}

bool decode_jpeg_file(byte_view file, image_size claimed, thumbnail& to) {
  jpeg_pixels from;
  if (!from.read_header(file, claimed, to.size()))
    return false;
  to.begin(from.size());
  std::vector<rgba> row(from.size().width);
  while (!to.whole()) {
    if (!from.read_row(row))
      return false;
    to.add_row(row);
  }
  return true;
}

} // namespace atelier
