// PNGs, both as raw bytes and put together with sound checksums from pieces that the input names: what is decoded must
// come back the same from the encoder.

#include "protocol/ops.hpp"
#include "protocol/png.hpp"
#include "tests/fuzz/fuzzing.hpp"
#include "tests/protocol/png_pieces.hpp"
#include "tests/protocol/samples.hpp"

#include <array>

using namespace atelier;
using fuzzing::require;

namespace {

constexpr std::uint32_t side_max = 64;

constexpr std::array<std::string_view, 16> chunk_types{"IDAT", "IDAT", "IEND", "PLTE", "tRNS", "IHDR", "gAMA", "iCCP",
                                                       "tEXt", "zTXt", "bKGD", "sPLT", "eXIf", "ABCD", "acTL", "fdAT"};

/// The first byte even: the rest is the file. Odd: header fields, then chunks, each `u8 type  u8 size  bytes`, where
/// the bytes of every second IDAT are deflated.
bytes file_from(fuzzing::input_reader input) {
  if (input.number<std::uint8_t>() % 2 == 0)
    return {input.rest().begin(), input.rest().end()};
  samples::png_pieces file;
  const auto width = input.number<std::uint8_t>();
  const auto height = input.number<std::uint8_t>();
  const auto depth = input.number<std::uint8_t>();
  const auto colour_type = input.number<std::uint8_t>();
  file.header(width, height, depth, colour_type, input.number<std::uint8_t>());
  while (!input.done()) {
    const auto type = input.number<std::uint8_t>() % chunk_types.size();
    const auto data = input.take(input.number<std::uint8_t>());
    if (type == 0)
      file.pixels(data);
    else
      file.chunk(chunk_types[type], data);
  }
  return file.file();
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  std::vector<bytes> seeds;
  for (const bool opaque : {true, false}) {
    bytes seed{std::byte{0}};
    append(seed, encode_png(image{3, 2, {1, 2, 3, static_cast<std::uint8_t>(opaque ? 255 : 9)}}));
    seeds.push_back(std::move(seed));
  }
  seeds.push_back(samples::from_hex("01 02 02 08 02 00  00 0e 00 010203 040506 01 010203 040506  02 00"));
  seeds.push_back(samples::from_hex("01 01 02 08 06 00  08 03 414243  00 0a 04 01020304 03 05060708  02 00"));
  seeds.push_back(samples::from_hex("01 01 01 08 02 00  04 06 000100020003  00 04 00 010203  02 00"));
  fuzzing::plant(*argc, *argv, seeds);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = file_from(fuzzing::input_reader{std::as_bytes(std::span{data, size})});
  const auto header = read_png_header(file);
  const auto decoded = decode_png(file, side_max);
  if (!decoded) {
    require(decoded.error().code == errc::bad_data && !decoded.error().message.empty());
    return 0;
  }
  require(header && header->width == decoded->width && header->height == decoded->height);
  require(decoded->width <= side_max && decoded->height <= side_max);
  require(decoded->pixels.size() == std::size_t{decoded->width} * decoded->height);
  require(decode_png(encode_png(*decoded), side_max) == *decoded);
  require(decode_patch(patch_op{0, 0, decoded->width, decoded->height, file}) == *decoded);
  require(!decode_patch(patch_op{0, 0, static_cast<std::uint16_t>(decoded->width + 1), decoded->height, file}));
  return 0;
}
