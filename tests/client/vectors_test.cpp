#include "client/painting.hpp"
#include "protocol/json_text.hpp"
#include "protocol/png.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace atelier::client {

namespace {

std::string file_text(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  REQUIRE(in.is_open());
  return {std::istreambuf_iterator<char>{in}, {}};
}

bytes from_hex(const std::string& hex) {
  bytes out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out.push_back(static_cast<std::byte>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return out;
}

} // namespace

TEST_CASE("every vector's ops draw the vector's picture, and its refused ops are refused") {
  std::size_t vectors = 0;
  for (const auto& each : std::filesystem::directory_iterator{ATELIER_SOURCE_DIR "/tests/vectors"}) {
    if (each.path().extension() != ".json")
      continue;
    ++vectors;
    CAPTURE(each.path().filename().string());
    const auto vector = parse_json(file_text(each.path()));
    REQUIRE(vector);
    image picture{vector->at("width").get<std::uint16_t>(), vector->at("height").get<std::uint16_t>()};
    for (const auto& step : vector->at("ops")) {
      CAPTURE(step.at("name").get<std::string>());
      const auto raw = from_hex(step.at("hex"));
      const auto decoded = decode_op(raw);
      REQUIRE(decoded);
      const auto done = paint(picture, decoded->value);
      CHECK((done ? "" : name_of(done.error().code)) == step.value("error", ""));
    }
    const auto expected =
        decode_png(as_byte_view(file_text(std::filesystem::path{each.path()}.replace_extension("png"))), 4096);
    REQUIRE(expected);
    CHECK(picture == *expected);
  }
  CHECK(vectors > 0);
}

} // namespace atelier::client
