#include "tests/client/cli/chat_screen.hpp"

#include <doctest/doctest.h>

namespace atelier::test {

namespace {

using rows = std::vector<std::string>;

chat_screen written(std::string_view text) {
  chat_screen out{5};
  for (const char c : text)
    out.write({&c, 1});
  return out;
}

} // namespace

TEST_CASE("text wraps at the last column, when the next character comes") {
  CHECK(written("abcde").rows() == rows{"abcde"});
  CHECK(written("abcdef").rows() == rows{"abcde", "f"});
  CHECK(written("abcde\r\nf").rows() == rows{"abcde", "f"});
  CHECK(written("äöüßée").rows() == rows{"äöüßé", "e"});
}

TEST_CASE("the cursor moves, and what is written there takes the place of what was") {
  CHECK(written("abc\rx").rows() == rows{"xbc"});
  CHECK(written("abc\b\bx").rows() == rows{"axc"});
  CHECK(written("abc\r\nd\x1b[A\x1b[2Cy").rows() == rows{"abcy", "d"});
  CHECK(written("abc\x1b[2Dx").rows() == rows{"axc"});
}

TEST_CASE("rows and screens are erased, characters inserted and deleted") {
  CHECK(written("abcd\b\b\x1b[K").rows() == rows{"ab"});
  CHECK(written("ab\r\ncd\x1b[A\b\x1b[J").rows() == rows{"a"});
  CHECK(written("abcd\r\x1b[2P").rows() == rows{"cd"});
  CHECK(written("abcd\r\x1b[@x").rows() == rows{"xabcd"});
}

TEST_CASE("colours are not seen, and what is not known is a complaint") {
  CHECK(written("\x1b[31ma\x1b[0m\x1b[?2004h").complaint() == "");
  CHECK(written("\x1b[31ma\x1b[0m").rows() == rows{"a"});
  CHECK(written("\x1b]0;x").complaint() != "");
  CHECK(written("\x1b[2J").complaint() != "");
  CHECK(written("\x0e").complaint() != "");
}

TEST_CASE("the line being typed is found by its prompt, over several rows") {
  const auto screen = written("abc\r\n> defgh");
  CHECK(screen.typed_line("> ") == "> defgh");
  CHECK(screen.typed_cursor("> ") == 7);
  CHECK(written("abc").typed_line("> ") == "");
}

} // namespace atelier::test
