#include "io_actors/http_answer.hpp"

#include "protocol/json_text.hpp"
#include "protocol/server_messages.hpp"

#include <doctest/doctest.h>

using namespace atelier;

namespace {

json body_of(const http_answer& of) {
  return json::parse(as_text(of.body.data));
}

} // namespace

TEST_CASE("a response's result is the body, whole or what is under picture") {
  const json picture{{"id", 12}, {"name", "sunset"}};
  const auto list = answer_from(response_text(1, json{{"pictures", {picture}}}), answer_shape::whole);
  CHECK_EQ(list.status, 200);
  CHECK_EQ(body_of(list), json{{"pictures", {picture}}});
  const auto one = answer_from(response_text(2, json{{"picture", picture}}), answer_shape::picture);
  CHECK_EQ(one.status, 200);
  CHECK_EQ(body_of(one), picture);
  CHECK(one.fields.empty());
}

TEST_CASE("a new picture is answered with 201 and where it is") {
  const auto made = answer_from(response_text(1, json{{"picture", {{"id", 12}}}}), answer_shape::new_picture);
  CHECK_EQ(made.status, 201);
  REQUIRE_EQ(made.fields.size(), 1);
  CHECK_EQ(made.fields[0].first, "Location");
  CHECK_EQ(made.fields[0].second, "/pictures/12");
}

TEST_CASE("what was made otherwise is answered with 201, as it is") {
  const json message{{"message", {{"id", 12}}}};
  const auto made = answer_from(response_text(1, message), answer_shape::created);
  CHECK_EQ(made.status, 201);
  CHECK_EQ(body_of(made), message);
  CHECK(made.fields.empty());
  CHECK_EQ(answer_from(response_text(1, error{errc::bad_data, "x"}), answer_shape::created).status, 400);
}

TEST_CASE("an error has the status that fits its code, and its code and message as the body") {
  const auto missing =
      answer_from(response_text(1, error{errc::not_found, "there is no picture 9"}), answer_shape::picture);
  CHECK_EQ(missing.status, 404);
  CHECK_EQ(body_of(missing), json{{"error", {{"code", "not_found"}, {"message", "there is no picture 9"}}}});
  CHECK_EQ(answer_from(response_text(1, error{errc::shutting_down, "x"}), answer_shape::whole).status, 503);
  CHECK_EQ(error_answer({errc::bad_data, "x"}).status, 400);
  CHECK_EQ(error_answer(405, {errc::unknown_action, "x"}).status, 405);
  CHECK_EQ(image_answer(failure(errc::not_found, "x")).status, 404);
}

TEST_CASE("a response that lacks what was asked for is an error of ours") {
  CHECK_EQ(answer_from("no json", answer_shape::whole).status, 500);
  CHECK_EQ(answer_from(response_text(1, json{{"pictures", 1}}), answer_shape::picture).status, 500);
  CHECK_EQ(answer_from(R"({"type":"response","id":1,"error":"?"})", answer_shape::whole).status, 500);
  CHECK_EQ(answer_from(R"([])", answer_shape::whole).status, 500);
}
