#include "client/cli/chat_text.hpp"

#include <doctest/doctest.h>

namespace atelier::cli {

namespace {

const std::string replaced = "\xEF\xBF\xBD";

} // namespace

TEST_CASE("what others write is shown as it is, however long, where it can do no harm") {
  CHECK(presentable("", "|") == "");
  CHECK(presentable("Grüße, 世界 🙂", "|") == "Grüße, 世界 🙂");
  const std::string word(5'000, 'x');
  CHECK(presentable(word, "|") == word);
  std::string umlauts;
  for (int i = 0; i < 1'000; ++i)
    umlauts += "ä";
  CHECK(presentable(umlauts, "|") == umlauts);
  CHECK(presentable("\"quoted\"", "|") == "\"quoted\"");
}

TEST_CASE("nothing that others write moves the cursor, rings, colours or turns the direction") {
  CHECK(presentable("a\x1b[2Jb", "|") == "a" + replaced + "[2Jb");
  CHECK(presentable("a\rb\x07\x08\x7f", "|") == "a" + replaced + "b" + replaced + replaced + replaced);
  CHECK(presentable(std::string_view{"a\0b", 3}, "|") == "a" + replaced + "b");
  CHECK(presentable("\xc2\x9b"
                    "1m",
                    "|")
        == replaced + "1m");
  CHECK(presentable("\u202Eevil\u2066", "|") == replaced + "evil" + replaced);
  CHECK(presentable("a\tb", "|") == "a b");
  CHECK(presentable("\xff\xc3", "|") == replaced + replaced);
}

TEST_CASE("the ends of lines become what the caller wants") {
  CHECK(presentable("a\nb\r\nc", "|") == "a|b|c");
  CHECK(presentable("\r\r\n\n\r\t\r", "|") == replaced + "||" + replaced + " " + replaced);
  CHECK(presentable_name("a\nb") == "a" + replaced + "b");
}

TEST_CASE("only who is verified is named without a mark") {
  CHECK(author_words("ada", author_identity::verified) == "ada");
  CHECK(author_words("ada", author_identity::claimed) == "ada (claimed)");
  CHECK(author_words("anonymous", author_identity::anonymous) == "anonymous");
  CHECK(author_words("ada", author_identity::anonymous) == "ada (anonymous)");
  CHECK(author_words("anonymous", author_identity::claimed) == "anonymous (claimed)");
  CHECK(author_words("a\x1b", author_identity::verified) == "a" + replaced);
}

} // namespace atelier::cli
