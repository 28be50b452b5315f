#include "tests/vectors/patch_png.hpp"

#include <libdeflate.h>
#include <stdexcept>
#include <string>

namespace atelier {

namespace {

constexpr std::uint8_t rgb_colour = 2, rgba_colour = 6;

void store_u8(bytes& to, unsigned value) {
  to.push_back(static_cast<std::byte>(value));
}

void store_u32(bytes& to, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    store_u8(to, value >> shift & 255);
}

void append_chunk(bytes& to, std::string_view type, byte_view data) {
  store_u32(to, static_cast<std::uint32_t>(data.size()));
  const auto checked_from = to.size();
  append(to, as_byte_view(type));
  append(to, data);
  store_u32(to, libdeflate_crc32(0, to.data() + checked_from, to.size() - checked_from));
}

bytes store_as_zlib(byte_view raw) {
  if (raw.size() > 65'535)
    throw std::length_error{"one stored block takes 65,535 bytes, not " + std::to_string(raw.size())};
  bytes zlib;
  for (const unsigned head : {0x78, 0x01, 0x01})
    store_u8(zlib, head);
  store_le(zlib, static_cast<std::uint16_t>(raw.size()));
  store_le(zlib, static_cast<std::uint16_t>(~raw.size()));
  append(zlib, raw);
  store_u32(zlib, libdeflate_adler32(1, raw.data(), raw.size()));
  return zlib;
}

} // namespace

bytes patch_png(const image& pixels, patch_png_form form) {
  bytes header;
  store_u32(header, pixels.width);
  store_u32(header, pixels.height);
  for (const unsigned field :
       {unsigned{form.bits}, unsigned{form.alpha ? rgba_colour : rgb_colour}, 0u, 0u, unsigned{form.interlacing}})
    store_u8(header, field);

  bytes rows;
  for (unsigned y = 0; y < pixels.height; ++y) {
    store_u8(rows, 0);
    for (const auto pixel : pixels.row(y)) {
      for (const unsigned channel : {pixel.r, pixel.g, pixel.b})
        store_u8(rows, channel);
      if (form.alpha)
        store_u8(rows, pixel.a);
    }
  }

  bytes file;
  append(file, as_byte_view("\x89PNG\r\n\x1a\n"));
  append_chunk(file, "IHDR", header);
  if (form.gamma != 0) {
    bytes gamma;
    store_u32(gamma, form.gamma);
    append_chunk(file, "gAMA", gamma);
  }
  append_chunk(file, "IDAT", store_as_zlib(rows));
  append_chunk(file, "IEND", {});
  return file;
}

} // namespace atelier
