#pragma once

#include "protocol/bytes.hpp"
#include "protocol/image.hpp"

#include <string_view>

namespace atelier {

/// What a patch's PNG may or may not have; the defaults are what the contract takes.
struct patch_png_form {
  bool alpha = true;
  /// IHDR's fields.
  std::uint8_t bits = 8;
  std::uint8_t interlacing = 0;
  /// A gAMA chunk of this value times 100,000; none where 0.
  std::uint32_t gamma = 0;
};

/// A PNG whose pixels are stored and not compressed, so that its bytes depend on nothing but the arguments (PNG
/// specification, section 5; RFC 1950; RFC 1951, section 3.2.4). At most 65,535 bytes of pixels.
[[nodiscard]] bytes patch_png(const image& pixels, patch_png_form form = {});

} // namespace atelier
