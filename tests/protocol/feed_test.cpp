#include "protocol/client_messages.hpp"
#include "protocol/feed_head.hpp"
#include "protocol/server_messages.hpp"

#include <doctest/doctest.h>

using namespace atelier;

namespace {

constexpr auto uuid = "0f0e0d0c-0b0a-4908-8706-050403020100";
constexpr auto other_uuid = "ffffffff-0b0a-4908-8706-050403020100";

text_source source_of(const std::string& fields) {
  const auto read = parse_client_message(R"({"type":"subscribe","mux_id":99,)" + fields + "}");
  REQUIRE_MESSAGE(read, read.error().what.message);
  return std::get<text_source>(std::get<subscribe_request>(*read).source);
}

error refusal_of(const std::string& fields) {
  const auto read = parse_client_message(R"({"type":"subscribe","mux_id":99,)" + fields + "}");
  REQUIRE_FALSE(read);
  CHECK(read.error().mux == mux_id{99});
  return read.error().what;
}

feed_message message_of(feed_kind kind, const std::string& members) {
  return {3, session_id{7}, 2, 15, kind, uuid, members};
}

} // namespace

TEST_CASE("a version vector is read, shown in order, and says what it covers") {
  const auto read = read_version_vector(json::parse("[[9,4],[0,14],[1,99],[9,3]]"), "since");
  REQUIRE(read);
  CHECK(to_json(*read).dump() == "[[0,14],[1,99],[9,4]]");
  CHECK(covers(*read, 0, 14));
  CHECK_FALSE(covers(*read, 0, 15));
  CHECK_FALSE(covers(*read, 5, 0));
  for (const auto* wrong : {"null", "{}", "3", "[1,2]", "[[1]]", "[[1,2,3]]", "[[-1,2]]", "[[1,-2]]", "[[1,2.5]]",
                            "[[4294967296,1]]", "[[1,9007199254740993]]", R"([["1",2]])"}) {
    CAPTURE(wrong);
    const auto refused = read_version_vector(json::parse(wrong), "archivetime");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::bad_data);
    CHECK(refused.error().message.find("\"archivetime\"") != std::string::npos);
  }
}

TEST_CASE("a subscription to a feed is read, whatever it is named by") {
  const auto whole = source_of(
      R"("project_id":7,"since":[[0,14],[1,99]],"entries":"*","threads":"*","comments":"*","syncid":{"n":1})");
  CHECK(whole.kind == text_kind::feed);
  CHECK(whole.session == session_id{7});
  CHECK(whole.since == version_vector{{0, 14}, {1, 99}});
  CHECK(whole.kinds.entries);
  CHECK(whole.kinds.threads);
  CHECK(whole.kinds.comments);
  CHECK(whole.sync_id == json{{"n", 1}});
  const auto some = source_of(R"("project":8,"threads":"*")");
  CHECK(some.session == session_id{8});
  CHECK_FALSE(some.kinds.entries);
  CHECK(some.kinds.threads);
  CHECK_FALSE(some.sync_id);
  CHECK(source_of(R"("project_uuid":"0F0E0D0C-0B0A-4908-8706-050403020100")").project_uuid == uuid);
  CHECK(refusal_of(R"("project_id":7,"entries":"all")").code == errc::bad_data);
  CHECK(refusal_of(R"("project_id":7,"comments":true)").code == errc::bad_data);
  CHECK(refusal_of(R"("project_uuid":"7")").code == errc::bad_data);
  CHECK(refusal_of(R"("project_uuid":null)").code == errc::bad_data);
  CHECK(refusal_of(R"("project_id":"7")").code == errc::bad_data);
  CHECK(refusal_of(R"("project_id":7,"project":7)").code == errc::ambiguous_data);
  CHECK(refusal_of(R"("project_id":7,"since":7)").code == errc::bad_data);
  CHECK(refusal_of(R"("project_id":7,"syncid":")" + std::string(2'000, 'x') + '"').code == errc::bad_data);
}

TEST_CASE("what a sync hands back is what came") {
  CHECK(sync_text(mux_id{99}) == R"({"type":"sync","mux_id":99})");
  CHECK(sync_text(mux_id{99}, json{{"n", 1}}) == R"({"type":"sync","mux_id":99,"syncid":{"n":1}})");
}

TEST_CASE("a UUID is a key of 16 bytes and comes back; another text is a key too") {
  CHECK(to_uuid(feed_key_of(uuid)) == uuid);
  CHECK(feed_key_of("0F0E0D0C-0B0A-4908-8706-050403020100") == feed_key_of(uuid));
  CHECK(feed_key_of("no uuid") == feed_key_of("no uuid"));
  CHECK(feed_key_of("no uuid") != feed_key_of("another"));
}

TEST_CASE("the head of a message has what the rules look at") {
  const std::string common =
      R"("user_uuid":"ffffffff-0b0a-4908-8706-050403020100","archivetime":[[1,2]],"submissiontime":"1970-01-01T00:00:01.500Z",)";
  const auto entry =
      message_of(feed_kind::entry, common + R"("report_uuid":"r","entry_uuid":"e","clip_id":"c","content":{"a":"b"},)"
                                       + R"("modifies":null,"reason":null)");
  const auto head = head_of(entry);
  CHECK(head.arrival == 3);
  CHECK(head.seqno == 15);
  CHECK(head.id == feed_key_of(uuid));
  CHECK(head.user == feed_key_of(other_uuid));
  CHECK(head.parent == feed_key_of("e"));
  CHECK(head.report == feed_key_of("r"));
  CHECK(head.is_original);
  CHECK(head.submitted == 1'500);
  REQUIRE(head.archived);
  CHECK(*head.archived == version_vector{{1, 2}});
  CHECK(head.bytes == entry.members.size() + 64);

  const auto comment = [&](const std::string& body, const std::string& at) {
    return head_of(message_of(feed_kind::comment,
                              common + R"("thread_uuid":"t","authortime":")" + at + R"(","body":")" + body + '"'));
  };
  CHECK(comment("hi", "1970-01-01T00:00:02Z").authored == 2'000);
  CHECK(comment("hi", "1970-01-01T00:00:02Z").parent == feed_key_of("t"));
  CHECK(comment("hi", "1970-01-01T00:00:02Z").content == comment("hi", "1980-01-01T00:00:02Z").content);
  CHECK(comment("hi", "1970-01-01T00:00:02Z").content != comment("ho", "1970-01-01T00:00:02Z").content);

  const auto thread = head_of(message_of(feed_kind::thread, common + R"("links":{"comment":"c","entity":"x"})"));
  CHECK(thread.parent == feed_key_of("c"));
}

TEST_CASE("whatever another server sends has a head") {
  for (const auto* members : {"", "x", "\"links\":3", R"("links":{"comment":3})", R"("authortime":"never")",
                              R"("archivetime":"x","user_uuid":null,"content":[],"modifies":7)"})
    for (const auto kind : {feed_kind::entry, feed_kind::thread, feed_kind::comment}) {
      CAPTURE(members);
      const auto head = head_of(message_of(kind, members));
      CHECK(head.id == feed_key_of(uuid));
      CHECK(head.parent == feed_key{});
      CHECK_FALSE(head.archived);
      CHECK(head.authored == 0);
    }
}

TEST_CASE("a message is sent with its numbers, and wanted by whom it is new to") {
  const auto message = message_of(feed_kind::thread, R"("thread_uuid":"t")");
  CHECK(members_of(message) == R"("srv_id":2,"seqno":15,"proj_id":7,"thread_uuid":"t")");
  CHECK(item_text(name_of(message.kind), mux_id{99}, members_of(message))
        == R"({"type":"thread","mux_id":99,"srv_id":2,"seqno":15,"proj_id":7,"thread_uuid":"t"})");
  const feed_kinds threads{false, true, false};
  CHECK(feed_selection{{}, threads}.wants(message));
  CHECK(feed_selection{{{2, 14}, {1, 99}}, threads}.wants(message));
  CHECK_FALSE(feed_selection{{{2, 15}}, threads}.wants(message));
  CHECK_FALSE(feed_selection{{}, {true, false, true}}.wants(message));
  CHECK(feed_kind_named("comment") == feed_kind::comment);
  CHECK_FALSE(feed_kind_named("report"));
}
