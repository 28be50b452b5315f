#include "client/cli/image_file.hpp"

#include "protocol/png.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <png.h>

namespace atelier::cli {

namespace {

constexpr std::uintmax_t file_bytes_max = std::uintmax_t{1} << 30;
constexpr std::uint32_t side_max = 65'535;

tl::unexpected<client::fault> cannot(const char* what, const std::filesystem::path& file, const std::string& why) {
  return client::failed(client::fault_kind::misuse, std::string{"cannot "} + what + " " + file.string() + ": " + why);
}

/// PNGs of kinds that the protocol does not carry: palettes, grey, 16 bits, interlaced.
client::outcome<image> read_other_png(const std::filesystem::path& file, byte_view data) {
  png_image reader{};
  reader.version = PNG_IMAGE_VERSION;
  if (!png_image_begin_read_from_memory(&reader, data.data(), data.size()))
    return cannot("read", file, std::string{"it is no PNG ("} + reader.message + ")");
  if (reader.width > side_max || reader.height > side_max) {
    png_image_free(&reader);
    return cannot("read", file, "it has a side of more than 65535 pixels");
  }
  reader.format = PNG_FORMAT_RGBA;
  image out{static_cast<std::uint16_t>(reader.width), static_cast<std::uint16_t>(reader.height)};
  if (!png_image_finish_read(&reader, nullptr, out.pixels.data(), 0, nullptr))
    return cannot("read", file, reader.message);
  return out;
}

} // namespace

client::outcome<bytes> read_file(const std::filesystem::path& file) {
  std::error_code code;
  const auto size = std::filesystem::file_size(file, code);
  if (code)
    return cannot("read", file, code.message());
  if (size > file_bytes_max)
    return cannot("read", file, "it is larger than 1 GiB");
  std::ifstream in{file, std::ios::binary};
  bytes out(size);
  if (!in.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(size)))
    return cannot("read", file, std::strerror(errno));
  return out;
}

client::outcome<void> write_file(const std::filesystem::path& file, byte_view data) {
  std::ofstream out{file, std::ios::binary | std::ios::trunc};
  out.write(reinterpret_cast<const char*>(data.data()), static_cast<std::streamsize>(data.size()));
  out.close();
  if (!out)
    return cannot("write", file, std::strerror(errno));
  return {};
}

client::outcome<image> read_image(const std::filesystem::path& file) {
  const auto data = read_file(file);
  if (!data)
    return tl::unexpected{data.error()};
  if (auto plain = decode_png(*data, side_max))
    return std::move(*plain);
  return read_other_png(file, *data);
}

client::outcome<void> write_image(const std::filesystem::path& file, const image& picture) {
  return write_file(file, encode_png(picture));
}

} // namespace atelier::cli
