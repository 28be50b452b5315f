#include "client/cli/op_text.hpp"

#include "protocol/png.hpp"

#include <doctest/doctest.h>

namespace atelier::cli {

namespace {

std::string read_and_written(std::string_view text) {
  bytes raw;
  const auto done = append_op(raw, text);
  if (!done)
    return done.error().message;
  const auto decoded = decode_op(raw);
  REQUIRE(decoded);
  CHECK(decoded->size == raw.size());
  return op_words(decoded->value);
}

} // namespace

TEST_CASE("every op that is written is read as it was") {
  for (const std::string text : {
           "pixel 3 4 #ff0000ff",
           "rect 1 2 65535 4 #00ff0080",
           "line -5 -32768 20 32767 255 #0000ffff",
           "ellipse -3 7 8191 1 #12345678",
           "stroke 9 #abcdef01 1,2 -3,-4 32767,0",
           "stroke 1 #000000ff",
           "fill 0 65535 #ffffffff",
       })
    CHECK(read_and_written(text) == text);
}

TEST_CASE("a colour without alpha is opaque") {
  CHECK(read_and_written("pixel 0 0 #102030") == "pixel 0 0 #102030ff");
  CHECK_FALSE(to_colour("102030"));
  CHECK_FALSE(to_colour("#10203"));
  CHECK_FALSE(to_colour("#1020xx"));
}

TEST_CASE("a patch is a PNG of one colour") {
  bytes raw;
  REQUIRE(append_op(raw, "patch 1 2 3 4 #10203040"));
  const auto decoded = decode_op(raw);
  REQUIRE(decoded);
  const auto picture = decode_patch(std::get<patch_op>(decoded->value));
  REQUIRE(picture);
  CHECK(*picture == image{3, 4, {0x10, 0x20, 0x30, 0x40}});
}

TEST_CASE("bytes of an op stand as they are") {
  bytes raw;
  REQUIRE(append_op(raw, "hex 63 00ff"));
  CHECK(raw == bytes{std::byte{0x63}, std::byte{0}, std::byte{0xff}});
}

TEST_CASE("several ops are separated by semicolons") {
  bytes raw;
  CHECK(append_ops(raw, "pixel 0 0 #000000; ; fill 1 1 #ffffff;") == 2u);
  CHECK(raw.size() == 18);
  CHECK_FALSE(append_ops(raw, " ; "));
}

TEST_CASE("what is wrong in an op is named") {
  const std::pair<std::string, std::string> cases[]{
      {"dot 1 2 #000000", "none of pixel"},
      {"pixel 1", "ends too early"},
      {"pixel -1 0 #000000", "\"-1\" where a number from 0 to 65535"},
      {"pixel 1 2 red", "\"red\" where a colour"},
      {"pixel 1 2 #000000 3", "\"3\" after its end"},
      {"stroke 1 #000000 3;4", "\"3;4\" where a point"},
      {"line 0 0 1 1 256 #000000", "from 0 to 255"},
      {"hex 1", "pairs of hexadecimal digits"},
  };
  for (const auto& [text, words] : cases) {
    CAPTURE(text);
    bytes raw;
    const auto done = append_op(raw, text);
    REQUIRE_FALSE(done);
    CAPTURE(done.error().message);
    CHECK(done.error().message.find(words) != std::string::npos);
    CHECK(raw.empty());
  }
}

TEST_CASE("an op as JSON has its name and its fields") {
  CHECK(op_json(pixel_op{3, 4, {255, 0, 0, 255}})
        == json{{"op", "pixel"}, {"x", 3}, {"y", 4}, {"colour", "#ff0000ff"}});
  bytes raw;
  REQUIRE(append_op(raw, "stroke 2 #000000 1,-2"));
  CHECK(op_json(decode_op(raw)->value).at("points") == json{{1, -2}});
}

} // namespace atelier::cli
