#include "engine/pictures/raster_job.hpp"
#include "protocol/png.hpp"
#include "tests/vectors/vector_set.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace atelier {

namespace {

const std::filesystem::path folder = std::filesystem::path{ATELIER_SOURCE_DIR} / "tests" / "vectors";

std::string read(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  REQUIRE_MESSAGE(file, "can't read " << path.string());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::set<std::string> names_with(const char* extension) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator{folder})
    if (entry.path().extension() == extension)
      names.insert(entry.path().stem().string());
  return names;
}

/// The code by which the engine's rasterizer refuses an op, or nothing.
std::optional<errc> draw_fast(raster& on, byte_view encoded) {
  const auto decoded = decode_op(encoded);
  REQUIRE(decoded);
  REQUIRE(decoded->size == encoded.size());
  if (const auto wrong = check(decoded->value))
    return wrong->code;
  shared_image patch;
  if (const auto* laid = std::get_if<patch_op>(&decoded->value)) {
    auto pixels = decode_patch(*laid);
    if (!pixels)
      return pixels.error().code;
    patch = std::make_shared<const image>(std::move(*pixels));
  }
  const auto drawn = draw(on, decoded->value, patch);
  return drawn ? std::nullopt : std::optional{drawn.error().code};
}

} // namespace

TEST_CASE("the vectors' files are what their generator makes") {
  std::set<std::string> names;
  for (const auto& vector : all_vectors()) {
    CAPTURE(vector.name);
    CHECK(names.insert(vector.name).second);
    CHECK(read(folder / (vector.name + ".json")) == to_json_text(vector, picture_of(vector)));
  }
  CHECK(names_with(".json") == names);
  CHECK(names_with(".png") == names);
}

TEST_CASE("both rasterizers make of every vector's ops the picture that lies beside them") {
  for (const auto& name : names_with(".json")) {
    CAPTURE(name);
    const auto vector = nlohmann::json::parse(read(folder / (name + ".json")));
    const auto png = read(folder / (name + ".png"));
    const auto expected = decode_png(as_byte_view(png), 128);
    REQUIRE(expected);
    image by_definition{vector.at("width"), vector.at("height")};
    raster fast{by_definition.width, by_definition.height};
    for (const auto& one : vector.at("ops")) {
      const auto written = one.at("name").get<std::string>();
      CAPTURE(written);
      const auto encoded = from_hex(one.at("hex").get<std::string>());
      const auto error = one.value("error", "");
      const auto refused = draw_vector_op(by_definition, encoded);
      CHECK((refused ? name_of(*refused) : "") == error);
      CHECK(draw_fast(fast, encoded) == refused);
    }
    CHECK(by_definition == *expected);
    CHECK(to_image(*fast.view()) == *expected);
    CHECK(rgb_sha256(*expected) == vector.at("rgb_sha256").get<std::string>());
  }
}

TEST_CASE("the vector of refused ops refuses all but its first and its last") {
  for (const auto& vector : all_vectors()) {
    CAPTURE(vector.name);
    for (std::size_t i = 0; i < vector.ops.size(); ++i) {
      const auto between = vector.name == "refused" && i > 0 && i + 1 < vector.ops.size();
      CAPTURE(vector.ops[i].name);
      CHECK(vector.ops[i].refused.has_value() == between);
    }
  }
}

} // namespace atelier
