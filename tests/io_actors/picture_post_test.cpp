#include "io_actors/picture_post.hpp"

#include "protocol/png.hpp"

#include <doctest/doctest.h>

using namespace atelier;

namespace {

std::string refused(const result<picture_wanted>& what) {
  REQUIRE_FALSE(what.has_value());
  return std::string{name_of(what.error().code)} + ": " + what.error().message;
}

} // namespace

TEST_CASE("a JSON body says what picture is wanted") {
  const auto all = read_picture_json(
      R"({"name":"sunset","width":300,"height":200,"created_by":"ada","session":3,"prototype":9,"colour":"red"})");
  REQUIRE(all.has_value());
  CHECK_EQ(all->name, "sunset");
  CHECK_EQ(all->created_by, "ada");
  CHECK_EQ(all->width, 300);
  CHECK_EQ(all->height, 200);
  CHECK_EQ(all->session, session_id{3});
  CHECK_EQ(all->prototype, picture_id{9});
  CHECK_FALSE(all->png);

  const auto least = read_picture_json(R"({"name":"x","session":null})");
  REQUIRE(least.has_value());
  CHECK_FALSE(least->width.has_value());
  CHECK_FALSE(least->session.has_value());
  CHECK_FALSE(least->prototype.has_value());
}

TEST_CASE("a body that is not as it must be is refused with the field's name and value") {
  CHECK(refused(read_picture_json("{")).starts_with("malformed"));
  CHECK_NE(refused(read_picture_json("[1]")).find("an array"), std::string::npos);
  CHECK_NE(refused(read_picture_json("{}")).find("\"name\" is missing"), std::string::npos);
  CHECK_NE(refused(read_picture_json(R"({"name":7})")).find("\"name\" is 7"), std::string::npos);
  CHECK_NE(refused(read_picture_json(R"({"name":"x","width":-1})")).find("\"width\" is -1"), std::string::npos);
  CHECK_NE(refused(read_picture_json(R"({"name":"x","height":1.5})")).find("\"height\" is 1.5"), std::string::npos);
  CHECK_NE(refused(read_picture_json(R"({"name":"x","session":4294967296})")).find("4294967296"), std::string::npos);
  CHECK_NE(refused(read_picture_json(R"({"name":"x","prototype":"1"})")).find("\"prototype\""), std::string::npos);
}

TEST_CASE("a PNG body takes its name from the query") {
  const auto png = encode_png(image{3, 2});
  const auto wanted = read_picture_png({{"name", "photo"}, {"created_by", "ada"}, {"session", "3"}}, png);
  REQUIRE(wanted.has_value());
  CHECK_EQ(wanted->name, "photo");
  CHECK_EQ(wanted->created_by, "ada");
  CHECK_EQ(wanted->session, session_id{3});
  REQUIRE(wanted->png);
  CHECK_EQ(*wanted->png, png);
  CHECK_FALSE(wanted->width.has_value());
}

TEST_CASE("a PNG without a name, with a size beside it or that is none is refused") {
  const auto png = encode_png(image{3, 2});
  CHECK_NE(refused(read_picture_png({{"created_by", "ada"}}, png)).find("\"name\""), std::string::npos);
  CHECK(refused(read_picture_png({{"name", "x"}, {"width", "3"}}, png)).starts_with("ambiguous_data"));
  CHECK_NE(refused(read_picture_png({{"name", "x"}, {"session", "three"}}, png)).find("three"), std::string::npos);
  CHECK(refused(read_picture_png({{"name", "x"}}, bytes(100))).starts_with("bad_data"));
  CHECK(refused(read_picture_png({{"name", "x"}}, {})).starts_with("bad_data"));
}
