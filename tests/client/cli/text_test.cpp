#include "client/cli/text.hpp"

#include "client/cli/output.hpp"

#include <doctest/doctest.h>

namespace atelier::cli {

using namespace std::chrono_literals;

TEST_CASE("numbers are whole, fit their type and have nothing after them") {
  CHECK(to_number<int>("-12") == -12);
  CHECK(to_number<std::uint8_t>("255") == 255);
  for (const auto* text : {"", "256", "-1", "1 ", " 1", "1x", "0x1", "1.0"})
    CHECK_FALSE(to_number<std::uint8_t>(text));
}

TEST_CASE("a line is cut into words, whatever blanks are between them") {
  CHECK(words_of("  a\tbc   d ") == std::vector<std::string_view>{"a", "bc", "d"});
  CHECK(words_of("").empty());
  std::string_view rest = " first   the rest ";
  CHECK(take_word(rest) == "first");
  CHECK(rest == "the rest");
}

TEST_CASE("pieces are trimmed and empty ones left out") {
  CHECK(pieces_of(" a b ; ;c;", ';') == std::vector<std::string_view>{"a b", "c"});
}

TEST_CASE("hexadecimal digits come in pairs, with blanks anywhere") {
  CHECK(from_hex("00 fF7 f") == bytes{std::byte{0}, std::byte{0xff}, std::byte{0x7f}});
  CHECK(from_hex("") == bytes{});
  CHECK_FALSE(from_hex("0"));
  CHECK_FALSE(from_hex("0g"));
}

TEST_CASE("durations have a unit") {
  CHECK(to_duration("200ms") == 200ms);
  CHECK(to_duration("1.5s") == 1500ms);
  CHECK(to_duration("2m") == 120s);
  CHECK(to_duration("1h") == 3600s);
  for (const auto* text : {"", "5", "s", "-1s", "1d", "1.2.3s", "99999999999h"}) {
    CAPTURE(text);
    CHECK_FALSE(to_duration(text));
  }
}

TEST_CASE("a text is shortened between characters") {
  CHECK(shortened("abc", 3) == "abc");
  CHECK(shortened("abcd", 3) == "abc…");
  CHECK(shortened("aé", 2) == "a…");
}

TEST_CASE("columns of a table are in line, counted in characters") {
  CHECK(to_table({{"ID", "NAME", "X"}, {"10", "Käse", "1"}}) == "ID  NAME  X\n10  Käse  1\n");
}

} // namespace atelier::cli
