#include "client/cli/challenge_file.hpp"
#include "client/cli/display_width.hpp"
#include "client/cli/named_things.hpp"
#include "client/cli/output.hpp"
#include "client/cli/value_text.hpp"
#include "protocol/limits.hpp"

#include <doctest/doctest.h>

namespace atelier::cli {

TEST_CASE("columns are in line by what a terminal shows, wide characters and marks included") {
  CHECK(display_width("ada") == 3);
  CHECK(display_width("日本") == 4);
  CHECK(display_width("e\xCC\x81") == 1);
  CHECK(display_width("\xff") == 1);
  CHECK(to_table({{"NAME", "X"}, {"日本語", "1"}, {"e\xCC\x81t\xC3\xA9", "2"}})
        == "NAME    X\n日本語  1\ne\xCC\x81t\xC3\xA9     2\n");
}

TEST_CASE("a name that others chose neither moves the cursor nor begins a line of a table") {
  CHECK(to_table({{"\x1b[2Jevil\nID", "x"}}) == "\xEF\xBF\xBD[2Jevil\xEF\xBF\xBDID  x\n");
}

TEST_CASE("an answer is shown as names and values, and lists of things as tables") {
  const json answer{{"player", 7}, {"pixel", {{"x", 3}, {"at", nullptr}}}, {"teams", {{{"team", 0}, {"seen", 2}}}}};
  CHECK(value_text(answer) == "pixel.at  -\npixel.x   3\nplayer    7\nteams:\nSEEN  TEAM\n2     0\n");
  CHECK(value_line(answer) == "pixel.at=- pixel.x=3 player=7 teams=[{\"seen\":2,\"team\":0}]");
  CHECK(value_text(json{}) == "-\n");
  CHECK(value_line({{"evil\x1b", "a\nb"}})
        == "evil\xEF\xBF\xBD=a\xEF\xBF\xBD"
           "b");
}

TEST_CASE("a thing is found by its id or its name, an id first") {
  const json teams{{{"id", 0}, {"name", "red"}},
                   {{"id", 1}, {"name", "0"}},
                   {{"id", 2}, {"name", "twin"}},
                   {{"id", 5}, {"name", "twin"}}};
  CHECK(find_id(teams, a_team, "red") == 0);
  CHECK(find_id(teams, a_team, "0") == 0);
  CHECK(find_id(teams, a_team, "1") == 1);
  const auto none = find_id(teams, a_team, "blue");
  REQUIRE_FALSE(none);
  CHECK(none.error().code == "not_found");
  CHECK(none.error().message == "there is no team \"blue\"; `atelier team list SESSION` lists them");
  const auto two = find_id(teams, a_team, "twin");
  REQUIRE_FALSE(two);
  CHECK(two.error().message == "several teams are named \"twin\"; give one of the ids 2, 5");
  const auto broken = find_id(json::array({"red"}), a_team, "red");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().kind == client::fault_kind::broken_contract);
}

TEST_CASE("challenges are read from JSON and CSV files, and from no others") {
  const json list{{{"title", "tree"}}};
  CHECK(to_import("a.json", R"([{"title":"tree"}])").value() == json{{"challenges", list}});
  CHECK(to_import("a.JSON", R"({"challenges":[{"title":"tree"}]})").value() == json{{"challenges", list}});
  CHECK(to_import("a.csv", "title\ntree\n").value() == json{{"csv", "title\ntree\n"}});
  for (const auto& [name, content] :
       {std::pair{"a.txt", "title"}, {"a.json", "{"}, {"a.json", "{}"}, {"a.json", "3"}}) {
    CAPTURE(content);
    const auto wrong = to_import(name, content);
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().kind == client::fault_kind::misuse);
    CHECK(wrong.error().message.find(name) != std::string::npos);
  }
  CHECK(to_import("a.csv", std::string(limits{}.frame_bytes_max - 2'000, 'x')));
  CHECK_FALSE(to_import("a.csv", std::string(limits{}.frame_bytes_max, 'x')));
}

} // namespace atelier::cli
