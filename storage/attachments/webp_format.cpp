#include "storage/attachments/webp_format.hpp"

#include "storage/attachments/image_format.hpp"

#include <algorithm>
#include <memory>
#include <webp/decode.h>
#include <webp/demux.h>

namespace atelier {

namespace {

/// "RIFF", u32 size, "WEBP", then chunks: 4 letters, u32 size, bytes
constexpr std::size_t format_at = 8;
constexpr std::size_t chunk_at = 12;
constexpr std::size_t chunk_body_at = 20;

/// "VP8X": u8 flags, u24 zero, u24 width − 1, u24 height − 1
std::optional<image_size> claims_of_extended(byte_view body) noexcept {
  if (body.size() < 10)
    return std::nullopt;
  const auto side = [&](std::size_t at) {
    return 1 + (load_le<std::uint16_t>(body, at) | std::to_integer<std::uint32_t>(body[at + 2]) << 16);
  };
  return image_size{side(4), side(7)};
}

/// "VP8L": u8 0x2f, then 14 bits of width − 1 and 14 bits of height − 1
std::optional<image_size> claims_of_lossless(byte_view body) noexcept {
  if (body.size() < 5 || body[0] != std::byte{0x2f})
    return std::nullopt;
  const auto bits = load_le<std::uint32_t>(body, 1);
  return image_size{1 + (bits & 0x3fff), 1 + (bits >> 14 & 0x3fff)};
}

/// "VP8 ": u24 frame tag, 9d 01 2a, then 14 bits of width and 2 of scale, 14 bits of height and 2 of scale
std::optional<image_size> claims_of_lossy(byte_view body) noexcept {
  if (body.size() < 10 || !begins_with(body.subspan(3), "\x9d\x01\x2a"))
    return std::nullopt;
  return image_size{load_le<std::uint16_t>(body, 6) & 0x3fffU, load_le<std::uint16_t>(body, 8) & 0x3fffU};
}

const std::uint8_t* raw(byte_view from) noexcept {
  return reinterpret_cast<const std::uint8_t*>(from.data());
}

/// The first picture of a file, which may cover a part of the canvas only.
class first_frame {
public:
  explicit first_frame(byte_view file) noexcept : frame_{} {
    const WebPData data{raw(file), file.size()};
    demuxer_.reset(WebPDemux(&data));
    found_ = demuxer_ && WebPDemuxGetFrame(demuxer_.get(), 1, &frame_) != 0;
  }
  first_frame(const first_frame&) = delete;
  first_frame& operator=(const first_frame&) = delete;
  ~first_frame() {
    WebPDemuxReleaseIterator(&frame_);
  }

  [[nodiscard]] bool lies_on(image_size canvas) const noexcept {
    const auto fits = [](int offset, int side, std::uint32_t whole) {
      return offset >= 0 && side > 0 && std::int64_t{offset} + side <= whole;
    };
    return found_ && WebPDemuxGetI(demuxer_.get(), WEBP_FF_CANVAS_WIDTH) == canvas.width
           && WebPDemuxGetI(demuxer_.get(), WEBP_FF_CANVAS_HEIGHT) == canvas.height
           && fits(frame_.x_offset, frame_.width, canvas.width) && fits(frame_.y_offset, frame_.height, canvas.height);
  }
  [[nodiscard]] const WebPIterator& get() const noexcept {
    return frame_;
  }

private:
  struct deleter {
    void operator()(WebPDemuxer* demuxer) const noexcept {
      WebPDemuxDelete(demuxer);
    }
  };
  std::unique_ptr<WebPDemuxer, deleter> demuxer_;
  WebPIterator frame_;
  bool found_ = false;
};

/// What of a frame is seen on a canvas, all of it `shrink` times smaller.
struct placement {
  std::uint32_t x = 0, y = 0, width = 0, height = 0;
};

placement placement_of(const WebPIterator& frame, image_size canvas, std::uint32_t shrink) noexcept {
  const auto smaller = [shrink](int length) {
    return static_cast<std::uint32_t>(length) / shrink;
  };
  placement out{std::min(smaller(frame.x_offset), canvas.width - 1),
                std::min(smaller(frame.y_offset), canvas.height - 1), std::max(1U, smaller(frame.width)),
                std::max(1U, smaller(frame.height))};
  out.width = std::min(out.width, canvas.width - out.x);
  out.height = std::min(out.height, canvas.height - out.y);
  return out;
}

/// Decodes into pixels of `size`, libwebp averaging where that is smaller than the frame.
bool decode_scaled(const WebPIterator& frame, std::uint32_t width, std::uint32_t height, std::vector<rgba>& to) {
  WebPDecoderConfig how;
  if (!WebPInitDecoderConfig(&how)
      || WebPGetFeatures(frame.fragment.bytes, frame.fragment.size, &how.input) != VP8_STATUS_OK
      || how.input.width != frame.width || how.input.height != frame.height)
    return false;
  to.resize(std::size_t{width} * height);
  how.options.use_scaling = how.input.width != static_cast<int>(width) || how.input.height != static_cast<int>(height);
  how.options.scaled_width = static_cast<int>(width);
  how.options.scaled_height = static_cast<int>(height);
  how.output.colorspace = MODE_RGBA;
  how.output.is_external_memory = 1;
  how.output.u.RGBA.rgba = reinterpret_cast<std::uint8_t*>(to.data());
  how.output.u.RGBA.stride = static_cast<int>(width * sizeof(rgba));
  how.output.u.RGBA.size = to.size() * sizeof(rgba);
  return WebPDecode(frame.fragment.bytes, frame.fragment.size, &how) == VP8_STATUS_OK;
}

} // namespace

bool begins_webp(byte_view head) noexcept {
  return begins_with(head, "RIFF") && head.size() > format_at && begins_with(head.subspan(format_at), "WEBP");
}

std::optional<image_size> webp_claims(byte_view file) noexcept {
  if (file.size() < chunk_body_at)
    return std::nullopt;
  const auto chunk = file.subspan(chunk_at);
  const auto body = file.subspan(chunk_body_at);
  if (begins_with(chunk, "VP8X"))
    return claims_of_extended(body);
  if (begins_with(chunk, "VP8L"))
    return claims_of_lossless(body);
  return begins_with(chunk, "VP8 ") ? claims_of_lossy(body) : std::nullopt;
}

bool decode_webp_file(byte_view file, image_size claimed, thumbnail& to) {
  const first_frame frame{file};
  if (!frame.lies_on(claimed))
    return false;
  const auto small = to.size();
  const auto shrink = std::max(1U, std::min(claimed.width / small.width, claimed.height / small.height));
  const image_size canvas{claimed.width / shrink, claimed.height / shrink};
  const auto place = placement_of(frame.get(), canvas, shrink);
  std::vector<rgba> pixels;
  if (!decode_scaled(frame.get(), place.width, place.height, pixels))
    return false;
  to.begin(canvas);
  std::vector<rgba> row(canvas.width);
  for (std::uint32_t y = 0; y < canvas.height; ++y) {
    std::ranges::fill(row, rgba{0, 0, 0, 0});
    if (y >= place.y && y - place.y < place.height)
      std::copy_n(pixels.begin() + static_cast<std::ptrdiff_t>(std::size_t{y - place.y} * place.width), place.width,
                  row.begin() + place.x);
    to.add_row(row);
  }
  return true;
}

} // namespace atelier
