#include "client/cli/feed_words.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::cli;

TEST_CASE("an entry is told with its report, its clip and its fields") {
  CHECK(feed_line({{"type", "entry"},
                   {"srv_id", 1},
                   {"seqno", 15},
                   {"report_uuid", "R"},
                   {"entry_uuid", "E"},
                   {"version_uuid", "V"},
                   {"clip_id", "c1"},
                   {"content", {{"title", "Arrival"}, {"place", "a\nb"}}},
                   {"modifies", nullptr},
                   {"reason", nullptr},
                   {"archivetime", nullptr}})
        == "1:15 entry E version V of report R, clip c1: place=\"a\uFFFDb\" title=\"Arrival\"");
}

TEST_CASE("an edit is told with what it replaces, and a deletion as one") {
  const json edit{{"type", "entry"},       {"srv_id", 2},         {"seqno", 3},
                  {"entry_uuid", "E"},     {"version_uuid", "W"}, {"modifies", {"V", "U"}},
                  {"reason", "a typo"},    {"clip_id", nullptr},  {"content", {{"title", nullptr}}},
                  {"archivetime", nullptr}};
  CHECK(feed_line(edit) == "2:3 entry E version W replaces V U because \"a typo\": title=-");
  auto deletion = edit;
  deletion["content"] = nullptr;
  CHECK(feed_line(deletion) == "2:3 entry E version W deletes V U because \"a typo\"");
}

TEST_CASE("threads and comments are told, with what is archived") {
  CHECK(feed_line({{"type", "thread"},
                   {"srv_id", 1},
                   {"seqno", 16},
                   {"thread_uuid", "T"},
                   {"links", {{"entry", "E"}, {"entity", "film 7"}, {"report", nullptr}}},
                   {"archivetime", {{1, 15}}}})
        == "1:16 thread T about entity film 7 entry E (archived)");
  CHECK(feed_line({{"type", "comment"},
                   {"srv_id", 1},
                   {"seqno", 17},
                   {"comment_uuid", "C"},
                   {"thread_uuid", "T"},
                   {"user_uuid", "U"},
                   {"body", "well\n\x1b[2Jdone"}})
        == "1:17 comment C in thread T by U: well / \uFFFD[2Jdone");
}

TEST_CASE("what no feed has is shown all the same, and throws nothing") {
  CHECK(feed_line({{"type", "entry"}}) == "-:- entry - version - of report -");
  CHECK(feed_line({{"type", 5}, {"srv_id", "x"}}).starts_with("x:- "));
  CHECK(feed_line({{"type", "thread"}, {"links", {1, 2}}}).ends_with(" about"));
}

TEST_CASE("positions are read as people and as machines write them") {
  CHECK(read_positions("1:14,2:99", "--since") == json{{1, 14}, {2, 99}});
  CHECK(read_positions(" 0:7 ", "--since") == json::array({json{0, 7}}));
  CHECK(read_positions("[[1,14],[2,99]]", "--since") == json{{1, 14}, {2, 99}});
  for (const auto* wrong : {"", "1", "1:", ":4", "1:-4", "x:4", "4294967296:1", "[1,2]", "[[1,2]", "1:2;3:4"}) {
    CAPTURE(wrong);
    const auto read = read_positions(wrong, "--since");
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == client::fault_kind::misuse);
    CHECK(read.error().message.starts_with("--since is "));
  }
}
