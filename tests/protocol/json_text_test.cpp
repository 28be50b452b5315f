#include "protocol/json_text.hpp"

#include "protocol/limits.hpp"
#include "tests/protocol/samples.hpp"

#include <doctest/doctest.h>

using namespace atelier;

namespace {

std::string why_malformed(std::string_view text) {
  const auto parsed = parse_json(text);
  if (parsed)
    return "";
  CHECK_EQ(parsed.error().code, errc::malformed);
  return parsed.error().message;
}

std::string repeated(std::string_view what, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i)
    out += what;
  return out;
}

} // namespace

TEST_CASE("JSON is parsed, and of a key that stands twice the last one wins") {
  CHECK_EQ(parse_json(R"({"a":1,"a":[2,null],"b":"\u00e9"})"), json{{"a", {2, nullptr}}, {"b", "é"}});
}

TEST_CASE("what is not JSON is malformed, with the place") {
  CHECK_EQ(why_malformed(""), "a JSON message ends too early, after 0 bytes");
  CHECK_EQ(why_malformed("[1,"), "a JSON message ends too early, after 3 bytes");
  CHECK_EQ(why_malformed("[1,}"), "a message is not JSON in UTF-8 at byte 3, where \"}\" stands");
  CHECK_NE(why_malformed("{\"a\":1} x"), "");
  CHECK_NE(why_malformed("[1,]"), "");
  CHECK_NE(why_malformed("[01]"), "");
  CHECK_NE(why_malformed("['a']"), "");
  CHECK_NE(why_malformed("[NaN]"), "");
  CHECK_NE(why_malformed("[1]/**/"), "");
  CHECK_NE(why_malformed("\"a\nb\""), "");
  CHECK_NE(why_malformed("[1e999]"), "");
}

TEST_CASE("a zero byte anywhere is malformed") {
  CHECK_EQ(why_malformed(std::string_view{"{}\0{}", 5}), "byte 2 of a JSON message is 0");
  CHECK_NE(why_malformed(std::string_view{"\"a\0b\"", 5}), "");
}

TEST_CASE("what is not UTF-8 is malformed") {
  for (const std::string_view wrong :
       {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xC3", "\xE2\x82", "\xFF"}) {
    CHECK_NE(why_malformed('"' + std::string{wrong} + '"'), "");
    CHECK_NE(why_malformed('"' + std::string{wrong}), "");
    CHECK_NE(why_malformed(wrong), "");
  }
  CHECK_EQ(why_malformed("\"\xF4\x8F\xBF\xBF\xED\x9F\xBF\""), "");
}

TEST_CASE("nesting is allowed up to its limit, and brackets in strings do not count") {
  const auto nested = [](int depth) {
    return repeated("[", static_cast<std::size_t>(depth)) + repeated("]", static_cast<std::size_t>(depth));
  };
  CHECK_EQ(why_malformed(nested(limits::json_depth_max)), "");
  CHECK_EQ(why_malformed(nested(limits::json_depth_max + 1)), "a JSON message is nested 33 deep; the limit is 32");
  CHECK_EQ(why_malformed('"' + repeated("[{", 100) + "\\\"" + repeated("[", 100) + '"'), "");
  CHECK_EQ(why_malformed('[' + repeated("[{}],", 1000) + "0]"), "");
}

TEST_CASE("a frame full of brackets is refused and not recursed into") {
  constexpr std::size_t frame = 1024 * 1024;
  CHECK_NE(why_malformed(repeated("[", frame)), "");
  CHECK_NE(why_malformed(repeated("{\"a\":", frame / 5)), "");
  CHECK_NE(why_malformed(repeated("[", frame / 2) + repeated("]", frame / 2)), "");
}

TEST_CASE("text that is not UTF-8 is written with replacement characters") {
  CHECK_EQ(to_text(json("a\xFF")), "\"a\xEF\xBF\xBD\"");
  CHECK_EQ(to_text(json{{"a", 1}}), R"({"a":1})");
}

TEST_CASE("a shown text is short and clean") {
  CHECK_EQ(shown(""), "\"\"");
  CHECK_EQ(shown("ada é 絵 🎨"), "\"ada é 絵 🎨\"");
  CHECK_EQ(shown("a\nb\x1B[31m\x7F"), "\"a\uFFFDb\uFFFD[31m\uFFFD\"");
  CHECK_EQ(shown("\u0085\u202E\u2066\u2028"), "\"\uFFFD\uFFFD\uFFFD\uFFFD\"");
  CHECK_EQ(shown("\xFF\xC3"), "\"\uFFFD\uFFFD\"");
  const auto most = repeated("x", 60);
  CHECK_EQ(shown(most), '"' + most + '"');
  CHECK_EQ(shown(most + 'x'), '"' + most + "…\"");
  CHECK_EQ(shown(repeated("🎨", 1000)), '"' + repeated("🎨", 60) + "…\"");
}

TEST_CASE("a sanitized text has no quotes and no end") {
  CHECK_EQ(sanitized(""), "");
  CHECK_EQ(sanitized("\"ada\"\n\xFF\u202E"), "\"ada\"\uFFFD\uFFFD\uFFFD");
  const auto long_one = repeated("🎨", 1000);
  CHECK_EQ(sanitized(long_one), long_one);
  CHECK_EQ(sanitized(std::string_view{"a\0b", 3}), "a\uFFFDb");
}

TEST_CASE("a shown text is JSON-safe UTF-8 for any bytes") {
  samples::random random{3};
  for (int i = 0; i < 2000; ++i) {
    const auto raw = samples::random_bytes(random, samples::between(random, 0, 100));
    const auto text = shown(as_text(raw));
    CHECK_LE(characters_in(text), 63);
    CHECK_NOTHROW((void)json(text).dump());
  }
}

TEST_CASE("a shown value names its kind where it could be long") {
  CHECK_EQ(shown_value(json(7.5)), "7.5");
  CHECK_EQ(shown_value(json(true)), "true");
  CHECK_EQ(shown_value(json(nullptr)), "null");
  CHECK_EQ(shown_value(json("a")), "\"a\"");
  CHECK_EQ(shown_value(json::array({1, 2})), "an array");
  CHECK_EQ(shown_value(json::object()), "an object");
}

TEST_CASE("characters are counted, not bytes") {
  CHECK_EQ(characters_in(""), 0);
  CHECK_EQ(characters_in("aé絵🎨"), 4);
}
