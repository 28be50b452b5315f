#include "tests/protocol/png_pieces.hpp"

#include "tests/protocol/samples.hpp"

#include <libdeflate.h>
#include <memory>

namespace atelier::samples {

namespace {

void append_big_endian(bytes& to, std::uint32_t value) {
  for (const int shift : {24, 16, 8, 0})
    to.push_back(static_cast<std::byte>(value >> shift));
}

} // namespace

bytes deflated(byte_view data) {
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor{
      libdeflate_alloc_compressor(6), libdeflate_free_compressor};
  bytes out(libdeflate_zlib_compress_bound(compressor.get(), data.size()));
  out.resize(libdeflate_zlib_compress(compressor.get(), data.data(), data.size(), out.data(), out.size()));
  return out;
}

png_pieces::png_pieces() : file_{from_hex("89 504e47 0d0a 1a 0a")} {}

png_pieces& png_pieces::chunk(std::string_view type, byte_view data) {
  append_big_endian(file_, static_cast<std::uint32_t>(data.size()));
  const auto checked_from = file_.size();
  append(file_, as_byte_view(type));
  append(file_, data);
  append_big_endian(file_, libdeflate_crc32(0, file_.data() + checked_from, file_.size() - checked_from));
  return *this;
}

png_pieces& png_pieces::header(std::uint32_t width, std::uint32_t height, std::uint8_t depth, std::uint8_t colour_type,
                               std::uint8_t interlacing) {
  bytes fields;
  append_big_endian(fields, width);
  append_big_endian(fields, height);
  for (const unsigned it : {unsigned{depth}, unsigned{colour_type}, 0u, 0u, unsigned{interlacing}})
    fields.push_back(static_cast<std::byte>(it));
  return chunk("IHDR", fields);
}

png_pieces& png_pieces::pixels(byte_view filtered_rows) {
  return chunk("IDAT", deflated(filtered_rows));
}

png_pieces& png_pieces::end() {
  return chunk("IEND", {});
}

bytes small_png(std::uint8_t depth, std::uint8_t colour_type, std::uint8_t interlacing, std::string_view extra_type,
                byte_view extra) {
  constexpr std::size_t channels_of[]{1, 0, 3, 1, 2, 0, 4};
  png_pieces made;
  made.header(1, 1, depth, colour_type, interlacing);
  if (!extra_type.empty())
    made.chunk(extra_type, extra);
  bytes row{std::byte{0}};
  for (std::size_t i = 0; i < channels_of[colour_type] * depth / 8; ++i)
    row.push_back(static_cast<std::byte>(10 * (i + 1)));
  return made.pixels(row).end().file();
}

} // namespace atelier::samples
