#pragma once

#include "protocol/bytes.hpp"

#include <string_view>

namespace atelier::samples {

/// Puts a PNG together chunk by chunk, so that a test can make any kind of it, damaged ones included.
class png_pieces {
public:
  /// Begins with the signature.
  png_pieces();

  png_pieces& chunk(std::string_view type, byte_view data);
  png_pieces& header(std::uint32_t width, std::uint32_t height, std::uint8_t depth, std::uint8_t colour_type,
                     std::uint8_t interlacing = 0);
  /// Filtered rows, deflated, in one IDAT.
  png_pieces& pixels(byte_view filtered_rows);
  png_pieces& end();

  [[nodiscard]] const bytes& file() const noexcept {
    return file_;
  }

private:
  bytes file_;
};

/// `data` as a zlib stream.
[[nodiscard]] bytes deflated(byte_view data);

/// A whole 1 × 1 picture of the given kind; `extra` is put before its pixels.
[[nodiscard]] bytes small_png(std::uint8_t depth, std::uint8_t colour_type, std::uint8_t interlacing = 0,
                              std::string_view extra_type = {}, byte_view extra = {});

} // namespace atelier::samples
