#pragma once

#include "protocol/bytes.hpp"
#include "protocol/errors.hpp"
#include "storage/attachments/thumbnail.hpp"

#include <string>

namespace atelier {

/// The media type of whatever is no image.
inline constexpr std::string_view any_media_type = "application/octet-stream";

/// What a file is, by its content alone.
struct recognised {
  std::string media_type{any_media_type};
  /// Of an image, in pixels; 0 otherwise.
  image_size size;
  /// Of an image, a PNG; empty otherwise.
  bytes thumbnail;
};

/// What begins like an image but can't be decoded is no image. One that claims a side above `attachment_side_max` or
/// more pixels than `attachment_pixels_max` is `bad_data`, known before any of them is decoded; `storage_failure` where
/// there is not enough memory. Any thread; up to seconds and 256 MiB for the largest ones.
[[nodiscard]] result<recognised> recognise(byte_view file);

/// The media type and size of a file that was recognised as an image before, by its content; nothing is decoded.
[[nodiscard]] recognised recognise_again(byte_view file);

} // namespace atelier
