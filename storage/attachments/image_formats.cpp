#include "storage/attachments/gif_format.hpp"
#include "storage/attachments/image_format.hpp"
#include "storage/attachments/jpeg_format.hpp"
#include "storage/attachments/png_format.hpp"
#include "storage/attachments/webp_format.hpp"

#include <algorithm>
#include <array>

namespace atelier {

namespace {

constexpr std::array formats{
    image_format{"image/png", "a PNG", begins_png, png_claims, decode_png_file},
    image_format{"image/jpeg", "a JPEG", begins_jpeg, jpeg_claims, decode_jpeg_file},
    image_format{"image/webp", "a WebP", begins_webp, webp_claims, decode_webp_file},
    image_format{"image/gif", "a GIF", begins_gif, gif_claims, decode_gif_file},
};

} // namespace

const image_format* format_of(byte_view head) noexcept {
  const auto found = std::ranges::find_if(formats, [&](const image_format& each) { return each.begins(head); });
  return found == formats.end() ? nullptr : &*found;
}

} // namespace atelier
