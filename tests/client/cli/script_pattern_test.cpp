#include "client/cli/script_pattern.hpp"

#include <doctest/doctest.h>

namespace atelier::cli {

namespace {

/// Empty where the value matches; else the mismatch in words, or what is wrong with the pattern.
std::string compared(std::string_view pattern, const json& value, script_variables variables = {}) {
  const auto parsed = script_pattern::parse(pattern);
  if (!parsed)
    return "bad pattern: " + parsed.error().message;
  return parsed->mismatch(value, variables).value_or("");
}

bool matches(std::string_view pattern, const json& value, script_variables variables = {}) {
  return compared(pattern, value, std::move(variables)).empty();
}

} // namespace

TEST_CASE("literals match themselves, numbers by value") {
  CHECK(matches("1", 1));
  CHECK(matches("1", 1.0));
  CHECK(matches("-2.5e1", -25));
  CHECK(matches("true", true));
  CHECK(matches("null", nullptr));
  CHECK(matches(R"("a\"b")", "a\"b"));
  CHECK_FALSE(matches("1", "1"));
  CHECK_FALSE(matches("1", true));
  CHECK_FALSE(matches("null", false));
}

TEST_CASE("an object needs the members that are named, whatever else it has") {
  const json value{{"a", 1}, {"b", {{"c", 2}}}, {"d", 3}};
  CHECK(matches(R"({"a":1})", value));
  CHECK(matches(R"({"b":{"c":2},"d":*})", value));
  CHECK(matches("{}", value));
  CHECK(compared(R"({"b":{"c":3}})", value) == "b.c should be 3, but is 2");
  CHECK(compared(R"({"b":{"x":*}})", value) == "b.x is missing");
  CHECK(compared(R"({"a":{}})", value) == "a should be an object, but is 1");
}

TEST_CASE("absent means that there is no such member") {
  CHECK(matches(R"({"reason":absent})", {{"a", 1}}));
  CHECK(compared(R"({"a":absent})", {{"a", 1}}) == "a should be absent, but is 1");
  CHECK_FALSE(matches(R"({"a":absent})", {{"a", nullptr}}));
}

TEST_CASE("an array matches element by element, or goes on after dots") {
  const json value{1, {{"a", 2}}, 3};
  CHECK(matches(R"([1,{"a":2},3])", value));
  CHECK(matches("[1, ...]", value));
  CHECK(matches("[...]", json::array()));
  CHECK(matches("[]", json::array()));
  CHECK(compared("[1,*]", value).find("an array of 2") != std::string::npos);
  CHECK(compared("[1,*,3,4, ...]", value).find("at least 4") != std::string::npos);
  CHECK(compared("[1,*,4]", value) == "[2] should be 4, but is 3");
  CHECK_FALSE(matches("[]", json::object()));
}

TEST_CASE("an unordered array finds a different element for each pattern") {
  const json value{{{"id", 1}, {"n", "a"}}, {{"id", 2}, {"n", "a"}}, {{"id", 3}, {"n", "b"}}};
  CHECK(matches(R"(~[{"id":3},{"id":1}])", value));
  CHECK(matches(R"(~[{"n":"a"},{"n":"a"}])", value));
  CHECK_FALSE(matches(R"(~[{"n":"a"},{"n":"a"},{"n":"a"}])", value));
  // The first element fits both patterns, but only the other order places both.
  CHECK(matches(R"(~[{"n":"a"},{"id":1}])", value));
}

TEST_CASE("text between slashes is looked for in a string") {
  CHECK(matches("/needle/", "a needle in it"));
  CHECK_FALSE(matches("/needle/", "nothing"));
  CHECK_FALSE(matches("/1/", 1));
  CHECK(matches("/$p/", "picture 12 is gone", {{"p", 12}}));
}

TEST_CASE("a variable is bound where it stands for nothing, and compared from then on") {
  script_variables variables;
  const auto pattern = script_pattern::parse(R"({"id":$p,"again":$p})");
  REQUIRE(pattern);
  CHECK_FALSE(pattern->mismatch({{"id", 7}, {"again", 7}}, variables));
  CHECK(variables.at("p") == 7);
  CHECK(pattern->mismatch({{"id", 8}, {"again", 8}}, variables));
  CHECK(variables.at("p") == 7);
}

TEST_CASE("a pattern that does not match binds nothing") {
  script_variables variables;
  const auto pattern = script_pattern::parse(R"({"id":$p,"ok":true})");
  REQUIRE(pattern);
  CHECK(pattern->mismatch({{"id", 7}, {"ok", false}}, variables));
  CHECK(variables.empty());
  const auto unordered = script_pattern::parse(R"(~[{"id":$q,"ok":true}])");
  REQUIRE(unordered);
  CHECK_FALSE(unordered->mismatch({{{"id", 1}, {"ok", false}}, {{"id", 2}, {"ok", true}}}, variables));
  CHECK(variables.at("q") == 2);
}

TEST_CASE("a variable given as text compares with the number that it spells") {
  CHECK(matches("$p", 12, {{"p", "12"}}));
  CHECK_FALSE(matches("$p", 13, {{"p", "12"}}));
}

TEST_CASE("variables inside of strings are replaced") {
  CHECK(matches(R"({"name":"harbour $RUN"})", {{"name", "harbour x1"}}, {{"RUN", "x1"}}));
  CHECK(compared(R"("a $nobody")", "a ").find("$nobody stands for nothing") != std::string::npos);
}

TEST_CASE("a wrong pattern is named where it is wrong") {
  const std::pair<std::string, std::string> cases[]{
      {"", "a value"},          {"{", "the name of a member"}, {R"({"a" 1})", "\":\""}, {R"({"a":1)", "\",\" or \"}\""},
      {"[1", "\",\" or \"]\""}, {"[1, ... 2]", "\"]\""},       {"1 2", "the end"},      {"$", "the name of a variable"},
      {"/abc", "ends with /"},  {"\"abc", "string that ends"}, {"yes", "a value"},      {"~1", "\"[\""},
  };
  for (const auto& [text, due] : cases) {
    CAPTURE(text);
    const auto words = compared(text, nullptr);
    CAPTURE(words);
    CHECK(words.starts_with("bad pattern: at character"));
    CHECK(words.find(due) != std::string::npos);
  }
  CHECK(compared(std::string(100, '['), nullptr).find("less nesting") != std::string::npos);
}

TEST_CASE("text is substituted as it stands, values as JSON") {
  const script_variables variables{{"a", "x y"}, {"n", 3}, {"o", {{"k", 1}}}};
  CHECK(substituted("$a-${n}b $o $$a", variables) == "x y-3b {\"k\":1} $a");
  for (const auto* wrong : {"$", "$-", "${n", "${}", "$missing"}) {
    CAPTURE(wrong);
    CHECK_FALSE(substituted(wrong, variables));
  }
}

} // namespace atelier::cli
