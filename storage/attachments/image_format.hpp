#pragma once

#include "protocol/bytes.hpp"
#include "storage/attachments/thumbnail.hpp"

#include <optional>
#include <string_view>

namespace atelier {

/// One kind of image: how it is known, and how it is read. The functions take whatever a stranger sends.
struct image_format {
  std::string_view media_type;
  /// For messages, with its article: "a PNG".
  std::string_view name;
  /// Whether a file that begins so is meant to be of this kind; `image_head_bytes` of it are enough.
  bool (*begins)(byte_view head) noexcept;
  /// The size that a file of this kind claims, read without decoding anything; nothing where it says none.
  std::optional<image_size> (*claims)(byte_view file) noexcept;
  /// Decodes a file of that size, a small one, or the first picture of an animation, into a thumbnail of it. False
  /// where it can't be. May throw `std::bad_alloc`.
  bool (*decode)(byte_view file, image_size claimed, thumbnail& to);
};

/// What `begins` needs.
inline constexpr std::size_t image_head_bytes = 16;

/// The kind that a file which begins so is meant to be; null for none.
[[nodiscard]] const image_format* format_of(byte_view head) noexcept;

[[nodiscard]] inline bool begins_with(byte_view file, std::string_view text) noexcept {
  return as_text(file).starts_with(text);
}

} // namespace atelier
