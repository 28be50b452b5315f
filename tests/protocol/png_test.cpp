#include "protocol/png.hpp"

#include "tests/protocol/png_pieces.hpp"
#include "tests/protocol/samples.hpp"

#include <doctest/doctest.h>
#include <stdexcept>
#include <thread>

using namespace atelier;
using samples::from_hex;
using samples::png_pieces;
using samples::small_png;

namespace {

constexpr std::uint8_t rgb = 2;
constexpr std::uint8_t rgb_alpha = 6;

class image_view : public picture_view {
public:
  explicit image_view(image picture) : picture_{std::move(picture)} {}
  std::uint16_t width() const noexcept override {
    return picture_.width;
  }
  std::uint16_t height() const noexcept override {
    return picture_.height;
  }
  void copy_row(unsigned y, std::span<rgba> out) const override {
    const auto row = picture_.row(y);
    std::copy(row.begin(), row.end(), out.begin());
  }

private:
  image picture_;
};

image random_image(samples::random& random, std::uint16_t width, std::uint16_t height, bool opaque) {
  image made{width, height};
  for (auto& it : made.pixels) {
    const auto bits = random();
    it = {static_cast<std::uint8_t>(bits), static_cast<std::uint8_t>(bits >> 8), static_cast<std::uint8_t>(bits >> 16),
          static_cast<std::uint8_t>(opaque ? 255 : bits >> 24)};
  }
  return made;
}

std::string why_bad(byte_view file, std::uint32_t side_max = 256) {
  const auto got = decode_png(file, side_max);
  if (got)
    return "";
  CHECK_EQ(got.error().code, errc::bad_data);
  return got.error().message;
}

bool mentions(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

} // namespace

TEST_CASE("pictures of any size come back from PNG as they were") {
  samples::random random{11};
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 50}, {50, 1}, {17, 33}, {256, 256}, {300, 7}})
    for (const bool opaque : {true, false}) {
      const auto made =
          random_image(random, static_cast<std::uint16_t>(width), static_cast<std::uint16_t>(height), opaque);
      const auto file = encode_png(made);
      const auto header = read_png_header(file);
      REQUIRE(header.has_value());
      CHECK_EQ(header->width, width);
      CHECK_EQ(header->height, height);
      CHECK_EQ(header->has_alpha, !opaque);
      CHECK(decode_png(file, 300) == made);
    }
}

TEST_CASE("a view is written as RGB, the same as its image") {
  samples::random random{12};
  const auto made = random_image(random, 100, 40, true);
  const auto file = encode_png(image_view{made});
  CHECK_EQ(file, encode_png(made));
  CHECK(decode_png(file, 100) == made);
}

TEST_CASE("several threads encode and decode at once") {
  samples::random random{13};
  const auto made = random_image(random, 64, 64, true);
  const auto file = encode_png(made);
  std::vector<int> sound(4);
  std::vector<std::thread> threads;
  for (auto& it : sound)
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i)
        it += encode_png(image_view{made}) == file && decode_png(file, 64) == made;
    });
  for (auto& it : threads)
    it.join();
  CHECK_EQ(sound, std::vector<int>(4, 50));
}

TEST_CASE("a picture without pixels or with too long a side can't be written") {
  CHECK_THROWS_AS((void)encode_png(image{}), std::length_error);
  CHECK_THROWS_AS((void)encode_png(image{0, 5}), std::length_error);
  CHECK_THROWS_AS((void)encode_png(image{16385, 1}), std::length_error);
  CHECK_NOTHROW((void)encode_png(image{16384, 1}));
}

TEST_CASE("RGB pixels are opaque, RGBA pixels keep their alpha") {
  CHECK(decode_png(small_png(8, rgb), 1) == image{1, 1, {10, 20, 30, 255}});
  CHECK(decode_png(small_png(8, rgb_alpha), 1) == image{1, 1, {10, 20, 30, 40}});
}

TEST_CASE("every filter of PNG is undone") {
  png_pieces made;
  made.header(2, 5, 8, rgb);
  made.pixels(from_hex("00 010203 040506  01 010101 010101  02 010101 010101  03 010101 010101  04 010101 010101"))
      .end();
  const auto got = decode_png(made.file(), 5);
  REQUIRE(got.has_value());
  CHECK_EQ(got->at(1, 0), rgba{4, 5, 6, 255});
  CHECK_EQ(got->at(1, 1), rgba{2, 2, 2, 255});
  CHECK_EQ(got->at(1, 2), rgba{3, 3, 3, 255});
  CHECK_EQ(got->at(0, 3), rgba{2, 2, 2, 255});
  CHECK_EQ(got->at(1, 3), rgba{3, 3, 3, 255});
  CHECK_EQ(got->at(0, 4), rgba{3, 3, 3, 255});
  CHECK_EQ(got->at(1, 4), rgba{4, 4, 4, 255});
}

TEST_CASE("every other kind of PNG is refused by its header") {
  CHECK(mentions(why_bad(small_png(8, 0)), "colour type 0"));
  CHECK(mentions(why_bad(small_png(8, 3)), "colour type 3"));
  CHECK(mentions(why_bad(small_png(8, 4)), "colour type 4"));
  CHECK(mentions(why_bad(small_png(16, rgb)), "16 bits"));
  CHECK(mentions(why_bad(small_png(16, rgb_alpha)), "16 bits"));
  CHECK(mentions(why_bad(small_png(8, rgb, 1)), "interlacing 1"));
  CHECK(mentions(why_bad(png_pieces{}.header(0, 1, 8, rgb).file()), "0 × 1"));
  CHECK(mentions(why_bad(png_pieces{}.header(1, 0, 8, rgb).file()), "1 × 0"));
  CHECK(mentions(why_bad(png_pieces{}.chunk("tEXt", {}).header(1, 1, 8, rgb).file()), "first chunk"));
  CHECK(mentions(why_bad(as_byte_view("GIF89a and so on, until it is long enough")), "does not begin"));
  CHECK(mentions(why_bad({}), "0 bytes"));
}

TEST_CASE("a header's checksum is checked") {
  auto file = png_pieces{}.header(1, 1, 8, rgb).file();
  CHECK(read_png_header(file).has_value());
  for (std::size_t at = 16; at < 33; ++at) {
    auto damaged = file;
    damaged[at] ^= std::byte{1};
    CHECK_FALSE(read_png_header(damaged).has_value());
  }
}

TEST_CASE("a side above the limit is refused before any memory is taken for pixels") {
  const auto file = encode_png(image{5, 3});
  CHECK_EQ(why_bad(file, 5), "");
  CHECK_EQ(why_bad(file, 4), "a PNG is 5 × 3; its sides must be at most 4");
  CHECK_EQ(why_bad(png_pieces{}.header(4294967295, 4294967295, 8, rgb).file(), 4294967295),
           "a PNG is 4294967295 × 4294967295; its sides must be at most 16384");
}

TEST_CASE("a file that is too short for the pixels that it announces is refused by its size") {
  const auto claim = png_pieces{}.header(16384, 16384, 8, rgb).pixels({}).end().file();
  CHECK(mentions(why_bad(claim, 16384), "too few for its pixels"));
  CHECK_EQ(why_bad(encode_png(image{4096, 4096}), 4096), "");
}

TEST_CASE("a PNG that is cut anywhere is bad") {
  samples::random random{14};
  const auto file = encode_png(random_image(random, 6, 6, false));
  for (std::size_t cut = 0; cut < file.size(); ++cut) {
    CAPTURE(cut);
    CHECK_NE(why_bad(byte_view{file}.first(cut)), "");
  }
}

TEST_CASE("a PNG with any one bit turned is bad") {
  samples::random random{15};
  const auto file = encode_png(random_image(random, 6, 6, false));
  for (std::size_t at = 0; at < file.size(); ++at)
    for (int bit = 0; bit < 8; ++bit) {
      CAPTURE(at);
      CAPTURE(bit);
      auto damaged = file;
      damaged[at] ^= static_cast<std::byte>(1 << bit);
      CHECK_NE(why_bad(damaged), "");
    }
}

TEST_CASE("colour profiles, gamma, texts and unknown chunks are passed over") {
  const image expected{1, 1, {10, 20, 30, 255}};
  for (const std::string_view type : {"gAMA", "cHRM", "sRGB", "iCCP", "tEXt", "zTXt", "iTXt", "eXIf", "pHYs", "bKGD",
                                      "sBIT", "hIST", "tIME", "sPLT", "acTL", "vpAg"})
    for (const std::size_t size : {0, 1, 4, 13, 100'000}) {
      CAPTURE(type);
      CAPTURE(size);
      CHECK(decode_png(small_png(8, rgb, 0, type, bytes(size, std::byte{1})), 1) == expected);
    }
}

TEST_CASE("a wrong checksum is bad also in a chunk that is passed over") {
  auto file = small_png(8, rgb, 0, "tEXt", as_byte_view("Comment"));
  REQUIRE_EQ(why_bad(file), "");
  file[33 + 8] ^= std::byte{1};
  CHECK_NE(why_bad(file), "");
}

TEST_CASE("RGB with a transparent colour is refused, since other clients would draw it otherwise") {
  CHECK(mentions(why_bad(small_png(8, rgb, 0, "tRNS", from_hex("000a 0014 001e"))), "tRNS"));
}

TEST_CASE("a critical chunk that is not known is refused") {
  CHECK_NE(why_bad(small_png(8, rgb, 0, "ABCD", {})), "");
}

TEST_CASE("pixel data that is too short, too long or no zlib stream is bad") {
  const auto with_rows = [](const char* rows) {
    return png_pieces{}.header(1, 2, 8, rgb).pixels(from_hex(rows)).end().file();
  };
  CHECK_EQ(why_bad(with_rows("00 010203 00 010203")), "");
  CHECK_NE(why_bad(with_rows("00 010203 00 0102")), "");
  CHECK_NE(why_bad(with_rows("00 010203")), "");
  CHECK_NE(why_bad(with_rows("")), "");
  CHECK_NE(why_bad(with_rows("00 010203 00 010203 00")), "");
  CHECK_NE(why_bad(with_rows("05 010203 00 010203")), "");
  CHECK_NE(why_bad(png_pieces{}.header(1, 2, 8, rgb).chunk("IDAT", from_hex("0011223344")).end().file()), "");
  CHECK_NE(why_bad(png_pieces{}.header(1, 2, 8, rgb).end().file()), "");
}

TEST_CASE("pixel data may be cut into several chunks, and what follows the end is passed over") {
  const auto data = samples::deflated(from_hex("00 010203 00 040506"));
  png_pieces made;
  made.header(1, 2, 8, rgb);
  for (std::size_t at = 0; at < data.size(); ++at)
    made.chunk("IDAT", byte_view{data}.subspan(at, 1));
  auto file = made.end().file();
  append(file, as_byte_view("and more"));
  const auto got = decode_png(file, 2);
  REQUIRE(got.has_value());
  CHECK_EQ(got->at(0, 1), rgba{4, 5, 6, 255});
}
