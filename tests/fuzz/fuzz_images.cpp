// What strangers attach: whatever it claims to be, it is a file, an image with a thumbnail that fits, or refused.

#include "protocol/limits.hpp"
#include "protocol/png.hpp"
#include "storage/attachments/recognition.hpp"
#include "tests/fuzz/fuzzing.hpp"
#include "tests/storage/attachments/image_samples.hpp"

using namespace atelier;
using fuzzing::require;

namespace {

/// More would only cost time: what is large is decoded as what is small.
constexpr std::uint64_t pixels_max = 512 * 512;

} // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  fuzzing::plant(*argc, *argv, test::one_of_each(test::two_halves(19, 13)));
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = std::as_bytes(std::span{data, size});
  const auto claimed = recognise_again(file).size;
  const auto pixels = std::uint64_t{claimed.width} * claimed.height;
  if (pixels > pixels_max && pixels <= limits::attachment_pixels_max)
    return 0;
  const auto found = recognise(file);
  if (!found) {
    require(found.error().code == errc::bad_data);
    require(pixels > limits::attachment_pixels_max || claimed.width > limits::attachment_side_max
            || claimed.height > limits::attachment_side_max);
    return 0;
  }
  if (found->media_type == any_media_type) {
    require(found->thumbnail.empty() && found->size == image_size{});
    return 0;
  }
  require(found->size == claimed && found->media_type == recognise_again(file).media_type);
  const auto small = decode_png(found->thumbnail, limits::thumbnail_side_max);
  require(small && image_size{small->width, small->height} == thumbnail_size(claimed));
  return 0;
}
