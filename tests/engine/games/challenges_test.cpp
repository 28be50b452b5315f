#include "engine/games/challenge_import.hpp"
#include "engine/games/csv.hpp"

#include <doctest/doctest.h>

using namespace atelier;

TEST_CASE("CSV is read with quotes, empty fields, line ends of either kind and a byte order mark") {
  const auto rows = read_csv("\xEF\xBB\xBFtitle,points\r\n\"a, \"\"b\"\"\",3\n\nc,\n\"two\nlines\",1");
  REQUIRE(rows);
  REQUIRE(rows->size() == 4);
  CHECK((*rows)[1].fields == std::vector<std::string>{"a, \"b\"", "3"});
  CHECK((*rows)[1].line == 2);
  CHECK((*rows)[2].fields == std::vector<std::string>{"c", ""});
  CHECK((*rows)[2].line == 4);
  CHECK((*rows)[3].fields.front() == "two\nlines");
  CHECK(read_csv("")->empty());
  CHECK_FALSE(read_csv("a\"b"));
  CHECK(read_csv("x\n\"never closed").error().message.find("line 2") == 0);
  CHECK_FALSE(read_csv("\"a\"b,c"));
}

TEST_CASE("challenges come from CSV by the names of its columns, and errors name the line") {
  const auto read = challenges_from_csv("points,title,language\n5,Find a red door,en\n,Sing,\n");
  REQUIRE(read);
  REQUIRE(read->size() == 2);
  CHECK(read->front().title == "Find a red door");
  CHECK(read->front().points == 5);
  CHECK(read->front().language == "en");
  CHECK(read->back().points == 0);
  const auto message = [](std::string_view text) {
    return challenges_from_csv(text).error().message;
  };
  CHECK(message("name\nx").find("\"name\"") != std::string::npos);
  CHECK(message("points\n1").find("title is missing") != std::string::npos);
  CHECK(message("title,points\na,1\nb,many").find("line 3: ") == 0);
  CHECK(message("title,points\na").find("line 2: it has 1 fields") == 0);
  CHECK(message("title,points\n ,1").find("line 2: a challenge has a \"title\"") == 0);
  CHECK(message("").find("is empty") != std::string::npos);
}

TEST_CASE("challenges come from JSON, and what is wrong is named with its place") {
  const auto read = challenges_from(json::parse(R"([{"title":"a","points":3},{"title":" b ","description":"d"}])"));
  REQUIRE(read);
  CHECK(read->back().title == "b");
  const auto message = [](std::string_view text) {
    return challenges_from(json::parse(text)).error().message;
  };
  CHECK(message("7").find("list of objects") != std::string::npos);
  CHECK(message(R"([{"title":"a"},{"title":3}])").find("challenge 2: \"title\"") == 0);
  CHECK(message(R"([{"title":"a","points":-1}])").find("points") != std::string::npos);
  CHECK(message(R"([{"title":"a","points":1000001}])").find("1000001") != std::string::npos);
  CHECK(message(R"([[]])").find("must be an object") != std::string::npos);
}
