#include "client/cli/key_values.hpp"

#include "client/cli/play_line.hpp"

#include <doctest/doctest.h>

namespace atelier::cli {

namespace {

using strings = std::vector<std::string>;

json arguments(const strings& words) {
  return to_arguments(words, "x=3").value();
}

} // namespace

TEST_CASE("a value that is JSON is that, and any other is the text itself") {
  CHECK(arguments({"x=3", "far=-1.5", "on=true", "gone=null"})
        == json{{"x", 3}, {"far", -1.5}, {"on", true}, {"gone", nullptr}});
  CHECK(arguments({"word=ice cream", "empty=", "odd=a=b", "word2=\"1984\""})
        == json{{"word", "ice cream"}, {"empty", ""}, {"odd", "a=b"}, {"word2", "1984"}});
  CHECK(arguments({"ids=[1,2]", "o={\"a\":1}"}) == json{{"ids", {1, 2}}, {"o", {{"a", 1}}}});
  CHECK(arguments({}) == json::object());
  CHECK(to_texts({"n=5", "t=true"}, "a=b").value() == json{{"n", "5"}, {"t", "true"}});
}

TEST_CASE("a word without a name, and a name that stands twice, are refused with what would be right") {
  for (const auto* each : {"x", "=3", ""}) {
    const auto wrong = to_arguments({each}, "x=3");
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().kind == client::fault_kind::misuse);
    CHECK(wrong.error().message == "write NAME=VALUE, such as x=3, not \"" + std::string{each} + "\"");
  }
  const auto twice = to_arguments({"x=3", "x=4"}, "x=3");
  REQUIRE_FALSE(twice);
  CHECK(twice.error().message == "\"x\" is given twice");
}

TEST_CASE("blanks in quotes and brackets do not part words") {
  CHECK(argument_words("place_pixel x=3\ty=4") == strings{"place_pixel", "x=3", "y=4"});
  CHECK(argument_words(R"(word="ice cream" ids=[1, 2] o={"a": "b c"})")
        == strings{R"(word="ice cream")", "ids=[1, 2]", R"(o={"a": "b c"})"});
  CHECK(argument_words(R"(a="say \"hi there\"" b)") == strings{R"(a="say \"hi there\"")", "b"});
  CHECK(argument_words("a=] b") == strings{"a=]", "b"});
  CHECK(argument_words("  ").empty());
}

TEST_CASE("a typed line is an action with its arguments, or something to say") {
  const auto act = std::get<play::act>(play::parse_line(" /place_pixel x=3 y=4 colour=2"));
  CHECK(act.action == "place_pixel");
  CHECK(act.arguments == json{{"x", 3}, {"y", 4}, {"colour", 2}});
  CHECK(std::get<play::act>(play::parse_line("/choose_word word=\"ice cream\"")).arguments
        == json{{"word", "ice cream"}});
  CHECK(std::get<play::say>(play::parse_line(" is it ice? ")).text == " is it ice? ");
  CHECK(std::get<play::say>(play::parse_line("//me waves")).text == "/me waves");
  CHECK(std::holds_alternative<play::nothing>(play::parse_line(" \t")));
  CHECK(std::holds_alternative<play::quit>(play::parse_line("/quit")));
  CHECK(std::holds_alternative<play::usage>(play::parse_line("/help")));
  CHECK(std::holds_alternative<play::show_state>(play::parse_line("/state")));
}

TEST_CASE("an action that can't be read says what would be right") {
  CHECK(std::get<play::misread>(play::parse_line("/choose_word word=ice cream")).why
        == "\"/choose_word\": write NAME=VALUE, such as x=3, not \"cream\"");
  CHECK(std::get<play::misread>(play::parse_line("/")).why.starts_with("write /ACTION"));
}

} // namespace atelier::cli
