#include "tests/engine/feed/feed_samples.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

/// The only entry of a feed.
json entry_of(const written_feed& feed) {
  const auto entries = report_of(feed.messages)["reports"].at(0)["entries"];
  REQUIRE_EQ(entries.size(), 1);
  return entries[0];
}

json threads_of(const written_feed& feed) {
  return report_of(feed.messages)["threads"];
}

/// `T1(C2 C3(T4))`: thread 1 with the comments 2 and 3, and thread 4 below the latter.
std::string outline(const json& list) {
  std::string out;
  for (const auto& each : list) {
    const auto is_thread = each.contains("comments");
    const auto id = is_thread ? each["thread_uuid"] : each["comment_uuid"];
    const auto below = outline(is_thread ? each["comments"] : each["threads"]);
    out += (out.empty() ? "" : " ") + std::string{is_thread ? "T" : "C"}
           + (id.is_string() ? std::to_string(std::stoull(id.get<std::string>().substr(24))) : "?")
           + (below.empty() ? "" : "(" + below + ")");
  }
  return out;
}

const json no_content = nullptr;

} // namespace

TEST_CASE("a report of nothing says so") {
  CHECK_EQ(report_text({}).value(),
           R"({"project":{"proj_id":7,"project_uuid":")" + uuid(7) + R"("},"at":[],"reports":[],"threads":[]})");
}

TEST_CASE("an entry stands as it was written, with everything that the contract names") {
  written_feed feed;
  feed.original(101, "clip 1", {{"name", "\"ada\"\n"}, {"age", "30"}});
  CHECK_EQ(report_of(feed.messages), json{{"project", {{"proj_id", 7}, {"project_uuid", uuid(7)}}},
                                          {"at", {{1, 1}}},
                                          {"reports",
                                           {{{"report_uuid", uuid(50)},
                                             {"entries",
                                              {{{"entry_uuid", uuid(100)},
                                                {"version_uuid", uuid(101)},
                                                {"user_uuid", uuid(900)},
                                                {"user_id", uuid(900)},
                                                {"submissiontime", "2026-11-20T00:00:00.000Z"},
                                                {"srv_id", 1},
                                                {"seqno", 1},
                                                {"clip_id", "clip 1"},
                                                {"content", {{"age", "30"}, {"name", "\"ada\"\n"}}},
                                                {"reason", nullptr},
                                                {"archivetime", nullptr},
                                                {"versions", 1}}}}}}},
                                          {"threads", json::array()}});
}

TEST_CASE("an edit sets fields, takes null ones away, leaves the others, and replaces the clip if it names one") {
  written_feed feed;
  feed.original(101, "clip 1", {{"a", "1"}, {"b", "2"}, {"c", "3"}});
  feed.user = 901;
  feed.edit(102, {101}, nullptr, {{"a", "one"}, {"b", nullptr}, {"d", "4"}});
  auto entry = entry_of(feed);
  CHECK_EQ(entry["content"], json{{"a", "one"}, {"c", "3"}, {"d", "4"}});
  CHECK_EQ(entry["clip_id"], "clip 1");
  CHECK_EQ(entry["version_uuid"], uuid(102));
  CHECK_EQ(entry["user_uuid"], uuid(901));
  CHECK_EQ(entry["reason"], "reason of 102");
  CHECK_EQ(entry["seqno"], 2);
  CHECK_EQ(entry["versions"], 2);
  feed.edit(103, {102}, "clip 2", no_content);
  entry = entry_of(feed);
  CHECK_EQ(entry["content"], json{{"a", "one"}, {"c", "3"}, {"d", "4"}});
  CHECK_EQ(entry["clip_id"], "clip 2");
  CHECK_FALSE(entry.contains("conflict"));
  CHECK_FALSE(entry.contains("incomplete"));
}

TEST_CASE("a row is deleted where clip and content are null, until a later version names something again") {
  written_feed feed;
  feed.original(101, "clip 1", {{"a", "1"}});
  feed.edit(102, {101}, nullptr, nullptr);
  CHECK_EQ(report_of(feed.messages)["reports"][0]["entries"], json::array());
  feed.edit(103, {102}, nullptr, {{"b", "2"}});
  CHECK_EQ(entry_of(feed)["content"], json{{"a", "1"}, {"b", "2"}});
  feed.edit(104, {103}, nullptr, nullptr);
  feed.edit(105, {104}, "clip 2", nullptr);
  CHECK_EQ(entry_of(feed)["clip_id"], "clip 2");
  CHECK_EQ(entry_of(feed)["content"], json{{"a", "1"}, {"b", "2"}});
}

TEST_CASE("a version that names nothing neither deletes a row nor brings it back") {
  written_feed feed;
  feed.original(101, "clip 1", {{"a", "1"}});
  const auto edit = [&](std::uint64_t version, json members) {
    members.update({{"entry_uuid", uuid(100)}, {"modifies", {uuid(version - 1)}}});
    feed.write(feed_kind::entry, uuid(version), members);
  };
  edit(102, json::object());
  edit(103, {{"clip_id", nullptr}});
  edit(104, {{"content", nullptr}});
  edit(105, {{"clip_id", 5}, {"content", "x"}});
  CHECK_EQ(entry_of(feed)["version_uuid"], uuid(105));
  CHECK_EQ(entry_of(feed)["content"], json{{"a", "1"}});
  edit(106, {{"clip_id", nullptr}, {"content", nullptr}});
  edit(107, {{"clip_id", nullptr}, {"content", json::object()}});
  CHECK_EQ(report_of(feed.messages)["reports"][0]["entries"], json::array());
  // To take a field away is to name it.
  edit(108, {{"clip_id", nullptr}, {"content", {{"a", nullptr}}}});
  CHECK_EQ(entry_of(feed)["content"], json::object());
}

TEST_CASE("two edits of one version are in conflict until an edit names both") {
  written_feed feed;
  feed.original(101, "clip 1", {{"a", "1"}, {"b", "1"}});
  feed.edit(103, {101}, nullptr, {{"a", "by 103"}});
  feed.srv_id = 2;
  feed.user = 902;
  feed.edit(102, {101}, "clip 2", {{"a", "by 102"}, {"b", nullptr}});
  auto entry = entry_of(feed);
  CHECK_EQ(entry["version_uuid"], uuid(102));
  CHECK_EQ(entry["content"], json{{"a", "by 102"}});
  CHECK_EQ(entry["conflict"], json{{{"version_uuid", uuid(102)},
                                    {"user_uuid", uuid(902)},
                                    {"clip_id", "clip 2"},
                                    {"content", {{"a", "by 102"}}},
                                    {"reason", "reason of 102"},
                                    {"deleted", false},
                                    {"modifies", {uuid(101)}}},
                                   {{"version_uuid", uuid(103)},
                                    {"user_uuid", uuid(900)},
                                    {"clip_id", "clip 1"},
                                    {"content", {{"a", "by 103"}, {"b", "1"}}},
                                    {"reason", "reason of 103"},
                                    {"deleted", false},
                                    {"modifies", {uuid(101)}}}});
  // 102 and 103 have as many ancestors, so that they are applied by their names.
  feed.edit(104, {103, 102}, nullptr, {{"c", "1"}});
  entry = entry_of(feed);
  CHECK_FALSE(entry.contains("conflict"));
  CHECK_EQ(entry["content"], json{{"a", "by 103"}, {"c", "1"}});
  CHECK_EQ(entry["clip_id"], "clip 2");
  CHECK_EQ(entry["versions"], 4);
}

TEST_CASE("a conflict of three is three heads, and an edit of two of them leaves two") {
  written_feed feed;
  feed.original(101, "clip 1", {{"a", "1"}});
  feed.edit(102, {101}, nullptr, {{"a", "2"}});
  feed.edit(103, {101}, nullptr, nullptr);
  feed.edit(104, {101}, nullptr, {{"a", "4"}});
  auto entry = entry_of(feed);
  REQUIRE_EQ(entry["conflict"].size(), 3);
  CHECK_EQ(entry["conflict"][1]["deleted"], true);
  CHECK_EQ(entry["conflict"][1]["content"], nullptr);
  CHECK_EQ(entry["conflict"][1]["clip_id"], nullptr);
  feed.edit(105, {104, 103}, "clip 5", nullptr);
  entry = entry_of(feed);
  REQUIRE_EQ(entry["conflict"].size(), 2);
  CHECK_EQ(entry["conflict"][1]["version_uuid"], uuid(105));
  CHECK_EQ(entry["conflict"][1]["content"], json{{"a", "4"}});
  CHECK_EQ(entry["conflict"][1]["modifies"], json{uuid(104), uuid(103)});
}

TEST_CASE("where a deletion comes first in a conflict, the entry is shown, and as deleted") {
  written_feed feed;
  feed.original(101, "clip 1", {{"a", "1"}});
  feed.edit(102, {101}, nullptr, nullptr);
  feed.edit(103, {101}, nullptr, {{"a", "3"}});
  const auto entry = entry_of(feed);
  CHECK_EQ(entry["content"], nullptr);
  CHECK_EQ(entry["conflict"][0]["deleted"], true);
  CHECK_EQ(entry["conflict"][1]["content"], json{{"a", "3"}});
}

TEST_CASE("of branches of unequal length the one with fewer ancestors is applied first") {
  written_feed feed;
  feed.original(101, "clip 1", {{"a", "1"}});
  feed.edit(109, {101}, nullptr, {{"a", "short"}});
  feed.edit(102, {101}, nullptr, {{"b", "1"}});
  feed.edit(103, {102}, nullptr, {{"a", "long"}});
  feed.edit(110, {109, 103}, nullptr, {{"c", "1"}});
  CHECK_EQ(entry_of(feed)["content"], json{{"a", "long"}, {"b", "1"}, {"c", "1"}});
}

TEST_CASE("a version that is not known (yet) is left out, and the entry is incomplete") {
  written_feed feed;
  feed.original(101, "clip 1", {{"a", "1"}});
  feed.edit(102, {101}, nullptr, {{"a", "2"}});
  feed.edit(103, {102}, nullptr, {{"b", "3"}});
  const auto whole = report_of(feed.messages);
  auto missing = feed;
  missing.messages.erase(missing.messages.begin() + 1);
  const auto entry = entry_of(missing);
  CHECK_EQ(entry["incomplete"], true);
  CHECK_EQ(entry["versions"], 2);
  REQUIRE_EQ(entry["conflict"].size(), 2);
  CHECK_EQ(entry["conflict"][1]["content"], json{{"b", "3"}});
  missing.messages.push_back(feed.messages[1]);
  CHECK_EQ(report_of(missing.messages), whole);
}

TEST_CASE("a version of another entry is not one of this entry") {
  written_feed feed;
  feed.original(101, "clip 1", {{"a", "1"}}, 100);
  feed.original(201, "clip 2", {{"b", "1"}}, 200);
  feed.edit(202, {101, 201}, nullptr, {{"c", "1"}}, 200);
  const auto entries = report_of(feed.messages)["reports"][0]["entries"];
  REQUIRE_EQ(entries.size(), 2);
  CHECK_EQ(entries[0]["content"], json{{"a", "1"}});
  CHECK_FALSE(entries[0].contains("incomplete"));
  CHECK_EQ(entries[1]["content"], json{{"b", "1"}, {"c", "1"}});
  CHECK_EQ(entries[1]["incomplete"], true);
}

TEST_CASE("an entry is archived as the latest message about it says, and so are threads and comments") {
  written_feed feed;
  const json archived{{1, 3}, {2, 4}};
  feed.original(101, "clip 1", {{"a", "1"}});
  feed.thread(1, {{"report", uuid(50)}});
  feed.comment(2, 1, "hello", time_after(5));
  const auto archived_of = [&] {
    const auto report = report_of(feed.messages);
    const auto& thread = report["threads"][0];
    return json{report["reports"][0]["entries"][0]["archivetime"], thread["archivetime"],
                thread["comments"][0]["archivetime"]};
  };
  CHECK_EQ(archived_of(), json{nullptr, nullptr, nullptr});
  for (const auto id : {101, 1, 2})
    feed.again(id, archived);
  CHECK_EQ(archived_of(), json{archived, archived, archived});
  CHECK_EQ(entry_of(feed)["versions"], 1);
  feed.again(101, nullptr);
  feed.again(2, nullptr);
  CHECK_EQ(archived_of(), json{nullptr, archived, nullptr});
  // As an edit carries on what stands.
  feed.edit(102, {101}, nullptr, {{"a", "2"}});
  feed.again(102, archived);
  CHECK_EQ(archived_of()[0], archived);
}

TEST_CASE("what was submitted later counts as later, whatever came first") {
  written_feed feed;
  feed.thread(1, {{"entity", "a"}});
  feed.again(1, json{{1, 1}});
  std::swap(feed.messages[0].members, feed.messages[1].members);
  CHECK_EQ(threads_of(feed)[0]["archivetime"], json{{1, 1}});
  CHECK_EQ(threads_of(feed)[0]["submissiontime"], time_after(0));
}

TEST_CASE("a comment stands as its message with the latest authortime, whenever it came") {
  written_feed feed;
  feed.thread(1, {{"entity", "a"}});
  feed.comment(2, 1, "second", "2026-11-20T10:00:01Z");
  feed.comment(2, 1, "third", "2026-11-20T12:00:00.5+02:00");
  feed.comment(2, 1, "first", "2026-11-20T10:00:00.400Z");
  const auto comments = [&] {
    return threads_of(feed)[0]["comments"];
  };
  REQUIRE_EQ(comments().size(), 1);
  CHECK_EQ(comments()[0]["body"], "second");
  feed.comment(2, 1, "last", "2026-11-20T11:00:01.001+01:00");
  CHECK_EQ(comments()[0], json{{"comment_uuid", uuid(2)},
                               {"user_uuid", uuid(900)},
                               {"submissiontime", time_after(4)},
                               {"authortime", "2026-11-20T11:00:01.001+01:00"},
                               {"body", "last"},
                               {"archivetime", nullptr},
                               {"threads", json::array()}});
}

TEST_CASE("of comments with the same authortime the greater user stands, then the greater server and seqno") {
  const auto body_of = [](const written_feed& feed) {
    return threads_of(feed)[0]["comments"][0]["body"];
  };
  written_feed feed;
  const auto now = time_after(100);
  feed.thread(1, {{"entity", "a"}});
  feed.srv_id = 3;
  feed.comment(2, 1, "3 by 900", now);
  feed.srv_id = 2;
  feed.comment(2, 1, "2 by 900", now);
  CHECK_EQ(body_of(feed), "3 by 900");
  feed.srv_id = 3;
  feed.comment(2, 1, "3 by 900 again", now);
  CHECK_EQ(body_of(feed), "3 by 900 again");
  feed.srv_id = 1;
  feed.user = 901;
  feed.comment(2, 1, "1 by 901", now);
  CHECK_EQ(body_of(feed), "1 by 901");
}

TEST_CASE("threads hang below the comments that they link to, and all others stand at the top") {
  written_feed feed;
  feed.thread(1, {{"report", uuid(50)}, {"entity", "x"}});
  feed.comment(2, 1, "a", time_after(0));
  feed.comment(3, 1, "b", time_after(0));
  feed.thread(4, {{"comment", uuid(3)}, {"entry", uuid(100)}});
  feed.comment(5, 4, "c", time_after(0));
  feed.thread(6, {{"comment", uuid(3)}});
  feed.thread(7, {{"comment", uuid(77)}});
  CHECK_EQ(outline(threads_of(feed)), "T1(C2 C3(T4(C5) T6)) T7");
  CHECK_EQ(threads_of(feed)[0]["links"], json{{"report", uuid(50)}, {"entity", "x"}});
  // An edit may move a comment, and what hangs below it comes along.
  feed.comment(3, 7, "b", time_after(1));
  CHECK_EQ(outline(threads_of(feed)), "T1(C2) T7(C3(T4(C5) T6))");
}

TEST_CASE("comments of a thread that is not known stand below one that is incomplete") {
  written_feed feed;
  feed.comment(2, 1, "a", time_after(0));
  feed.thread(4, {{"comment", uuid(2)}});
  feed.comment(3, 1, "b", time_after(0));
  const auto threads = threads_of(feed);
  CHECK_EQ(outline(threads), "T1(C2(T4) C3)");
  CHECK_EQ(threads[0]["incomplete"], true);
  CHECK_EQ(threads[0]["links"], nullptr);
  feed.thread(1, {{"entity", "x"}});
  CHECK_EQ(outline(threads_of(feed)), "T1(C2(T4) C3)");
  CHECK_FALSE(threads_of(feed)[0].contains("incomplete"));
}

TEST_CASE("what would be below itself is at the top") {
  written_feed feed;
  feed.thread(1, {{"comment", uuid(4)}});
  feed.comment(2, 1, "a", time_after(0));
  feed.thread(3, {{"comment", uuid(2)}});
  feed.comment(4, 3, "b", time_after(0));
  // Below the circle, and below itself at once.
  feed.thread(5, {{"comment", uuid(4)}});
  feed.thread(6, {{"comment", uuid(7)}});
  feed.comment(7, 6, "c", time_after(0));
  CHECK_EQ(outline(threads_of(feed)), "T1(C2) T3(C4(T5)) T6(C7)");
}

TEST_CASE("everything is in the order in which it was first written") {
  written_feed feed;
  feed.original(201, "a", json::object(), 200);
  feed.original(101, "b", json::object(), 100);
  feed.thread(9, {{"entity", "x"}});
  feed.thread(8, {{"entity", "x"}});
  feed.comment(7, 8, "first", time_after(500));
  feed.comment(6, 8, "second", time_after(400));
  feed.again(9, nullptr);
  feed.comment(7, 8, "first", time_after(600));
  feed.edit(202, {201}, "c", nullptr, 200);
  const auto report = report_of(feed.messages);
  const auto& entries = report["reports"][0]["entries"];
  CHECK_EQ(entries[0]["entry_uuid"], uuid(200));
  CHECK_EQ(entries[1]["entry_uuid"], uuid(100));
  CHECK_EQ(outline(report["threads"]), "T9 T8(C7 C6)");
}

TEST_CASE("a report as of a version vector leaves out what that does not cover") {
  written_feed feed;
  feed.original(101, "clip 1", {{"a", "1"}});
  feed.srv_id = 2;
  feed.edit(102, {101}, nullptr, {{"a", "2"}});
  feed.srv_id = 1;
  feed.edit(103, {102}, nullptr, {{"a", "3"}});
  const auto at = [&](const version_vector& then) {
    return report_of(feed.messages, then);
  };
  CHECK_EQ(at({{1, 2}, {2, 1}}), report_of(feed.messages));
  CHECK_EQ(at({{1, 2}, {2, 1}})["at"], json{{1, 2}, {2, 1}});
  CHECK_EQ(at({{1, 1}, {2, 9}})["reports"][0]["entries"][0]["content"], json{{"a", "2"}});
  CHECK_EQ(at({{1, 1}, {2, 9}})["at"], json{{1, 1}, {2, 1}});
  CHECK_EQ(at({{1, 1}})["reports"][0]["entries"][0]["content"], json{{"a", "1"}});
  CHECK_EQ(at({{1, 2}})["reports"][0]["entries"][0]["incomplete"], true);
  CHECK_EQ(at({})["reports"], json::array());
}

TEST_CASE("entries stand in their reports, and one whose entries are all deleted is there") {
  written_feed feed;
  feed.original(101, "clip 1", {{"a", "1"}});
  feed.edit(102, {101}, nullptr, nullptr);
  feed.original(201, "clip 2", {{"a", "1"}}, 200);
  auto& members = feed.messages.back().members;
  members.replace(members.find(uuid(50)), 36, uuid(51));
  const auto reports = report_of(feed.messages)["reports"];
  REQUIRE_EQ(reports.size(), 2);
  CHECK_EQ(reports[0], json{{"report_uuid", uuid(50)}, {"entries", json::array()}});
  CHECK_EQ(reports[1]["report_uuid"], uuid(51));
  CHECK_EQ(reports[1]["entries"].size(), 1);
}

TEST_CASE("a report that would be too large, or take too much work, is refused with what would be right") {
  written_feed feed;
  feed.original(101, "clip 1", {{"a", std::string(1'000, '"')}});
  const auto refused = [&](report_bounds bounds) {
    const auto text = report_text(feed.messages, std::nullopt, bounds);
    REQUIRE_FALSE(text.has_value());
    CHECK_EQ(text.error().code, errc::too_costly);
    return text.error().message;
  };
  CHECK_EQ(refused({500, 1'000}), "the report of project 7 can't be made: its feed has more than 500 bytes; one \"at\" "
                                  "an earlier time may have less");
  CHECK_EQ(refused({2'400, 1'000}), "the report of project 7 can't be made: it has more than 2400 bytes; one \"at\" an "
                                    "earlier time may have less");
  CHECK(report_text(feed.messages, std::nullopt, {5'000, 0}).has_value());
  feed.edit(102, {101}, nullptr, {{"a", "2"}});
  feed.edit(103, {101}, nullptr, {{"a", "3"}});
  CHECK_NE(refused({9'000, 10}).find("\"" + uuid(100) + "\""), std::string::npos);
  CHECK(report_text(feed.messages, std::nullopt, {9'000, 1'000}).has_value());
  CHECK(report_text(feed.messages, version_vector{}, {500, 0}).has_value());
}
