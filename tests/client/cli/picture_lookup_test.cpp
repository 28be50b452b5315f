#include "client/cli/picture_lookup.hpp"

#include "client/cli/picture_difference.hpp"

#include <doctest/doctest.h>

namespace atelier::cli {

namespace {

json listed(std::uint32_t id, const std::string& name) {
  return {{"id", id}, {"name", name}, {"width", 10}, {"height", 20}, {"session", nullptr}};
}

} // namespace

TEST_CASE("a picture is found by its id or its name, an id first") {
  auto all = json{{"pictures", {listed(1, "a"), listed(2, "3"), listed(3, "b")}}};
  CHECK(find_picture(all, "2")->name == "3");
  CHECK(find_picture(all, "b")->id == picture_id{3});
  CHECK(find_picture(all, "3")->name == "b");
  all["pictures"][0]["session"] = 7;
  CHECK(find_picture(all, "a")->session == session_id{7});
  CHECK_FALSE(find_picture(all, "b")->session);
}

TEST_CASE("a name that several pictures have is refused with their ids") {
  const auto found = find_picture({{"pictures", {listed(4, "twin"), listed(9, "twin")}}}, "twin");
  REQUIRE_FALSE(found);
  CHECK(found.error().code == "ambiguous_data");
  CHECK(found.error().message.find("4, 9") != std::string::npos);
}

TEST_CASE("a name that no picture has is refused") {
  const auto found = find_picture({{"pictures", json::array()}}, "nobody");
  REQUIRE_FALSE(found);
  CHECK(found.error().code == "not_found");
  CHECK(found.error().message.find("nobody") != std::string::npos);
}

TEST_CASE("a list that is not as the contract says is a breach") {
  const auto found = find_picture({{"pictures", {{{"id", "x"}}}}}, "1");
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == client::fault_kind::broken_contract);
}

TEST_CASE("pictures differ in size or in pixels, and the first pixel is shown") {
  image first{3, 2}, second{3, 2};
  CHECK_FALSE(difference(first, second));
  second.at(2, 1) = {1, 2, 3, 255};
  second.at(1, 1) = {1, 2, 3, 255};
  CHECK(difference(first, second)->starts_with("2 pixels differ; the first at 1,1 is #ffffffff in one and #010203ff"));
  CHECK(difference(first, image{2, 3})->find("3 × 2") != std::string::npos);
}

} // namespace atelier::cli
