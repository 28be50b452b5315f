#include "protocol/ops.hpp"

#include "protocol/limits.hpp"
#include "protocol/png.hpp"
#include "tests/protocol/samples.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using samples::from_hex;

namespace {

bytes encoded(const op& value) {
  bytes out;
  encode(value, out);
  return out;
}

const std::vector<bytes>& one_of_each() {
  static const auto points = from_hex("0100 0200 ffff feff");
  static const auto png = from_hex("89504e47");
  static const std::vector<bytes> ops{
      encoded(pixel_op{258, 3, {1, 2, 3, 4}}),
      encoded(rect_op{1, 2, 3, 65535, {9, 8, 7, 6}}),
      encoded(line_op{{-1, 2}, {3, -32768}, 5, {1, 1, 1, 255}}),
      encoded(ellipse_op{{-5, 6}, 7, 8, {1, 2, 3, 128}}),
      encoded(stroke_op{4, {5, 6, 7, 8}, points}),
      encoded(fill_op{10, 11, {12, 13, 14, 15}}),
      encoded(patch_op{1, 2, 3, 4, png}),
  };
  return ops;
}

std::string why_refused(const op& value) {
  const auto found = check(value);
  if (!found)
    return "";
  CHECK_EQ(found->code, errc::bad_data);
  return found->message;
}

} // namespace

TEST_CASE("every op has the bytes that the contract lays down") {
  const auto& ops = one_of_each();
  CHECK_EQ(ops[0], from_hex("01 0201 0300 01020304"));
  CHECK_EQ(ops[1], from_hex("02 0100 0200 0300 ffff 09080706"));
  CHECK_EQ(ops[2], from_hex("03 ffff 0200 0300 0080 05 010101ff"));
  CHECK_EQ(ops[3], from_hex("04 fbff 0600 0700 0800 01020380"));
  CHECK_EQ(ops[4], from_hex("05 04 05060708 0200 01000200 fffffeff"));
  CHECK_EQ(ops[5], from_hex("06 0a00 0b00 0c0d0e0f"));
  CHECK_EQ(ops[6], from_hex("07 0100 0200 0300 0400 04000000 89504e47"));
}

TEST_CASE("an op is read back as it was written, and what follows it does not matter") {
  for (auto raw : one_of_each()) {
    const auto size = raw.size();
    raw.push_back(std::byte{0xAA});
    const auto read = decode_op(raw);
    REQUIRE(read.has_value());
    CHECK_EQ(read->size, size);
    CHECK_EQ(op_size(raw), size);
    CHECK_EQ(sound_op_size(raw), size);
    raw.pop_back();
    CHECK_EQ(encoded(read->value), raw);
  }
  const auto line = decode_op(one_of_each()[2]);
  REQUIRE(line.has_value());
  const auto& fields = std::get<line_op>(line->value);
  CHECK_EQ(fields.from, point{-1, 2});
  CHECK_EQ(fields.to, point{3, -32768});
  CHECK_EQ(int{fields.width}, 5);
  CHECK_EQ(fields.colour, rgba{1, 1, 1, 255});
  const auto stroke = decode_op(one_of_each()[4]);
  REQUIRE(stroke.has_value());
  const auto& points = std::get<stroke_op>(stroke->value);
  REQUIRE_EQ(points.size(), 2);
  CHECK_EQ(points[0], point{1, 2});
  CHECK_EQ(points[1], point{-1, -2});
}

TEST_CASE("an op that is cut anywhere is malformed") {
  for (const auto& raw : one_of_each()) {
    for (std::size_t cut = 0; cut < raw.size(); ++cut) {
      CAPTURE(cut);
      const auto part = byte_view{raw}.first(cut);
      CHECK_EQ(sound_op_size(part), 0);
      const auto size = op_size(part);
      REQUIRE_FALSE(size.has_value());
      CHECK_EQ(size.error().code, errc::malformed);
      const auto read = decode_op(part);
      REQUIRE_FALSE(read.has_value());
      CHECK_EQ(read.error(), size.error());
    }
  }
  CHECK_EQ(decode_op(from_hex("01 0201")).error().message, "an op of code 1 is cut off after 3 bytes; it needs 9");
  CHECK_EQ(decode_op(from_hex("05 01 01020304 0300 00000000")).error().message,
           "an op of code 5 is cut off after 12 bytes; it needs 20");
  CHECK_EQ(decode_op(from_hex("07 0000 0000 0100 0100 ffffffff 00")).error().message,
           "an op of code 7 is cut off after 14 bytes; it needs 4294967308");
}

TEST_CASE("every code that is not known is malformed") {
  for (unsigned code = 0; code < 256; ++code) {
    if (code >= 1 && code <= 7)
      continue;
    bytes raw(64);
    raw[0] = static_cast<std::byte>(code);
    const auto read = decode_op(raw);
    REQUIRE_FALSE(read.has_value());
    CHECK_EQ(read.error(), error{errc::malformed, "an op has code " + std::to_string(code) + "; known are 1 to 7"});
  }
}

TEST_CASE("random ops survive a round trip") {
  samples::random random{7};
  for (int i = 0; i < 20'000; ++i) {
    bytes raw;
    samples::append_random_op(raw, random);
    const auto read = decode_op(raw);
    REQUIRE(read.has_value());
    REQUIRE_EQ(read->size, raw.size());
    REQUIRE_EQ(encoded(read->value), raw);
  }
}

TEST_CASE("an op is refused for what no picture could draw, with the value and what would be right") {
  CHECK_EQ(why_refused(pixel_op{65535, 65535, {}}), "");
  CHECK_EQ(why_refused(fill_op{}), "");
  CHECK_EQ(why_refused(rect_op{0, 0, 1, 1, {}}), "");
  CHECK_EQ(why_refused(rect_op{0, 0, 0, 1, {}}), "a rect's w is 0; it must be at least 1");
  CHECK_EQ(why_refused(rect_op{0, 0, 1, 0, {}}), "a rect's h is 0; it must be at least 1");
  CHECK_EQ(why_refused(line_op{{}, {}, 1, {}}), "");
  CHECK_EQ(why_refused(line_op{{}, {}, 0, {}}), "a line's width is 0; it must be at least 1");
  CHECK_EQ(why_refused(ellipse_op{{}, 1, 8191, {}}), "");
  CHECK_EQ(why_refused(ellipse_op{{}, 8192, 1, {}}), "an ellipse's rx is 8192; it must be 1 to 8191");
  CHECK_EQ(why_refused(ellipse_op{{}, 1, 0, {}}), "an ellipse's ry is 0; it must be 1 to 8191");
}

TEST_CASE("a stroke has a width and at least one point, and is no larger than an op may be") {
  const auto largest = (limits::op_bytes_max - 8) / 4;
  const bytes points(4 * (largest + 1));
  CHECK_EQ(why_refused(stroke_op{1, {}, byte_view{points}.first(4)}), "");
  CHECK_EQ(why_refused(stroke_op{0, {}, byte_view{points}.first(4)}), "a stroke's width is 0; it must be at least 1");
  CHECK_EQ(why_refused(stroke_op{1, {}, {}}), "a stroke's n is 0; it must be at least 1");
  CHECK_EQ(why_refused(stroke_op{1, {}, byte_view{points}.first(4 * largest)}), "");
  CHECK_EQ(why_refused(stroke_op{1, {}, points}),
           "a stroke's size in bytes is " + std::to_string(8 + points.size()) + "; it must be 1 to 261120");
}

TEST_CASE("a patch is at most 256 pixels wide and high, and no larger than an op may be") {
  const bytes png(limits::op_bytes_max - 12);
  CHECK_EQ(why_refused(patch_op{0, 0, 1, 256, byte_view{png}.first(9)}), "");
  CHECK_EQ(why_refused(patch_op{0, 0, 0, 1, {}}), "a patch's w is 0; it must be 1 to 256");
  CHECK_EQ(why_refused(patch_op{0, 0, 1, 257, {}}), "a patch's h is 257; it must be 1 to 256");
  CHECK_EQ(why_refused(patch_op{0, 0, 1, 1, byte_view{png}.first(png.size() - 1)}), "");
  CHECK_EQ(why_refused(patch_op{0, 0, 1, 1, png}), "a patch's size in bytes is 261121; it must be 1 to 261120");
}

TEST_CASE("a patch's PNG must have the size that its op says") {
  image small{2, 3};
  small.at(1, 2) = {1, 2, 3, 4};
  const auto png = encode_png(small);
  CHECK_EQ(decode_patch(patch_op{5, 6, 2, 3, png}), small);
  const auto wrong = decode_patch(patch_op{5, 6, 3, 2, png});
  REQUIRE_FALSE(wrong.has_value());
  CHECK_EQ(wrong.error(), error{errc::bad_data, "a patch's PNG is 2 × 3; its op says 3 × 2"});
  const auto cut = decode_patch(patch_op{5, 6, 2, 3, byte_view{png}.first(png.size() - 20)});
  REQUIRE_FALSE(cut.has_value());
  CHECK_EQ(cut.error().code, errc::bad_data);
}
