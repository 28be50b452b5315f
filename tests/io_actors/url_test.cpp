#include "io_actors/url.hpp"

#include <doctest/doctest.h>

using namespace atelier;

TEST_CASE("a target is cut at its first question mark") {
  CHECK_EQ(split_target("/a?b=c?d").path, "/a");
  CHECK_EQ(split_target("/a?b=c?d").query, "b=c?d");
  CHECK_EQ(split_target("/a").query, "");
}

TEST_CASE("percent-encoding is undone, and what is broken is found") {
  CHECK_EQ(percent_decoded("a%20b%2Fc%c3%BC"), "a b/c\xc3\xbc");
  CHECK_EQ(percent_decoded("%"), std::nullopt);
  CHECK_EQ(percent_decoded("ab%2"), std::nullopt);
  CHECK_EQ(percent_decoded("%zz"), std::nullopt);
  CHECK_EQ(percent_decoded("%+1"), std::nullopt);
}

TEST_CASE("a query's fields are decoded, and the last of a name wins") {
  const auto fields = parse_query("name=sun+set%21&empty=&bare&&name=two");
  REQUIRE(fields.has_value());
  CHECK_EQ(fields->size(), 3);
  CHECK_EQ(fields->at("name"), "two");
  CHECK_EQ(fields->at("empty"), "");
  CHECK_EQ(fields->at("bare"), "");
  CHECK_EQ(parse_query("a=1+2%2B3")->at("a"), "1 2+3");
  CHECK_EQ(parse_query("a=%f"), std::nullopt);
  CHECK(parse_query("")->empty());
}
