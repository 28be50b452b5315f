#include "storage/attachments/recognition.hpp"

#include "protocol/limits.hpp"
#include "protocol/png.hpp"
#include "storage/attachments/image_format.hpp"

#include <new>

namespace atelier {

namespace {

std::string text_of(image_size size) {
  return std::to_string(size.width) + " × " + std::to_string(size.height);
}

bool is_too_large(image_size size) {
  return size.width > limits::attachment_side_max || size.height > limits::attachment_side_max
         || std::uint64_t{size.width} * size.height > limits::attachment_pixels_max;
}

} // namespace

result<recognised> recognise(byte_view file) {
  const auto* const format = format_of(file);
  const auto claimed = format ? format->claims(file) : std::nullopt;
  if (!claimed || claimed->width == 0 || claimed->height == 0)
    return recognised{};
  if (is_too_large(*claimed))
    return failure(errc::bad_data, std::string{format->name} + " claims " + text_of(*claimed)
                                       + " pixels; a side may have at most "
                                       + std::to_string(limits::attachment_side_max) + ", and all of it "
                                       + std::to_string(limits::attachment_pixels_max));
  try {
    thumbnail small{*claimed};
    if (!format->decode(file, *claimed, small) || !small.whole())
      return recognised{};
    return recognised{std::string{format->media_type}, *claimed, encode_png(small.picture())};
  } catch (const std::bad_alloc&) {
    return failure(errc::storage_failure, "there is not enough memory to look at " + std::string{format->name} + " of "
                                              + text_of(*claimed) + " pixels");
  }
}

recognised recognise_again(byte_view file) {
  const auto* const format = format_of(file);
  const auto claimed = format ? format->claims(file) : std::nullopt;
  return claimed ? recognised{std::string{format->media_type}, *claimed, {}} : recognised{};
}

} // namespace atelier
