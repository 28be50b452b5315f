#include "tests/engine/feed/feed_room.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

TEST_CASE("what is archived is its standing message again, by its writer, as of all that the project has") {
  feed_room d;
  d.thread(10);
  d.entry(20);
  d.write(ada, "post_comment", {{"thread_uuid", uuid_of(10)}, {"comment_uuid", uuid_of(30)}, {"body", "one"}});
  d.sleep(std::chrono::seconds{1});
  d.write(ada, "post_comment", {{"thread_uuid", uuid_of(10)}, {"comment_uuid", uuid_of(30)}, {"body", "two"}});
  d.receive({feed_room::foreign(2, 7, 40)});
  d.commit();

  CHECK(d.write(eve, "archive", {{"comment_uuid", uuid_of(30)}})
        == json{{"srv_id", 1}, {"seqno", 5}, {"comment_uuid", uuid_of(30)}, {"thread_uuid", uuid_of(10)}});
  auto members = json_of(last_of(d));
  CHECK(members.at("body") == "two");
  CHECK(members.at("archivetime") == json::parse("[[1,4],[2,7]]"));
  CHECK(members.at("submissiontime") == "1970-01-01T00:00:01.001Z");
  CHECK(members.at("authortime") == "1970-01-01T00:00:01.000Z");
  // An edit carries on that it is archived.
  d.sleep(std::chrono::seconds{1});
  d.write(ada, "post_comment", {{"thread_uuid", uuid_of(10)}, {"comment_uuid", uuid_of(30)}, {"body", "three"}});
  CHECK(json_of(last_of(d)).at("archivetime") == json::parse("[[1,4],[2,7]]"));
  d.write(eve, "unarchive", {{"comment_uuid", uuid_of(30)}});
  CHECK(json_of(last_of(d)).at("body") == "three");
  CHECK(json_of(last_of(d)).at("archivetime") == nullptr);

  CHECK(
      d.write(eve, "archive", {{"entry_uuid", uuid_of(20)}, {"archivetime", json::parse("[[1,2]]")}}).at("version_uuid")
      == uuid_of(21));
  CHECK(last_of(d).uuid == uuid_of(21));
  CHECK(json_of(last_of(d)).at("archivetime") == json::parse("[[1,2]]"));

  // What another server put in besides stays, and so does who wrote it.
  CHECK(d.write(eve, "archive", {{"thread_uuid", uuid_of(40)}}).at("srv_id") == 1);
  members = json_of(last_of(d));
  CHECK(members.at("colour") == "odd");
  CHECK(members.at("user_uuid") == uuid_of(800));
  CHECK(members.at("submissiontime") == "2026-01-01T00:00:00.001Z");
  // The same write again is still the first one.
  CHECK(d.thread(10).at("seqno") == 1);
}

TEST_CASE("what can't be archived is refused by name") {
  feed_room d;
  d.thread(10);
  const auto message = [&](const char* action, json args) {
    return d.write(eve, action, std::move(args)).at("message").get<std::string>();
  };
  CHECK(message("archive", json::object()).find("a \"thread_uuid\"") != std::string::npos);
  CHECK(d.write(eve, "archive", {{"thread_uuid", uuid_of(10)}, {"entry_uuid", uuid_of(20)}}).at("code")
        == "ambiguous_data");
  CHECK(message("archive", {{"thread_uuid", "x"}}).find("\"x\"; it must be a UUID") != std::string::npos);
  CHECK(message("unarchive", {{"comment_uuid", uuid_of(11)}}).find("no comment " + uuid_of(11)) != std::string::npos);
  CHECK(message("archive", {{"entry_uuid", uuid_of(11)}}).find("no entry " + uuid_of(11)) != std::string::npos);
  CHECK(message("archive", {{"thread_uuid", uuid_of(10)}, {"archivetime", true}}).find("is true") != std::string::npos);
  CHECK(message("unarchive", {{"thread_uuid", uuid_of(10)}, {"archivetime", json::array()}}).find("has none")
        != std::string::npos);
  CHECK(d.stored<feed_message>().size() == 1);
}

TEST_CASE("an edit that comes while a comment is looked for is what is archived") {
  feed_room d;
  d.thread(10);
  const json args{{"thread_uuid", uuid_of(10)}, {"comment_uuid", uuid_of(30)}};
  auto edited = args;
  edited["body"] = "one";
  d.write(ada, "post_comment", edited);
  d.ask(eve, "archive", {{"comment_uuid", uuid_of(30)}});
  const auto wanted = d.next<find_feed>();
  REQUIRE(wanted);
  const auto before = d.find(*wanted);
  d.sleep(std::chrono::seconds{1});
  edited["body"] = "two";
  d.write(ada, "post_comment", edited);
  d.give(feed_found{wanted->request, before});
  CHECK(d.settled(eve).at("seqno") == 4);
  CHECK(json_of(last_of(d)).at("body") == "two");
}

TEST_CASE("whoever archives something is answered once, whatever becomes of the session, the disk or the server") {
  feed_room d;
  d.thread(10);
  d.ask(eve, "archive", {{"thread_uuid", uuid_of(10)}});
  const auto wanted = d.next<find_feed>();
  REQUIRE(wanted);
  std::string code;
  SUBCASE("session") {
    d.write(ada, "remove_session", {});
    d.give(feed_found{wanted->request, d.find(*wanted)});
    code = "not_found";
  }
  SUBCASE("disk") {
    d.give(feed_found{wanted->request, failure(errc::storage_failure, "can't be read")});
    code = "storage_failure";
  }
  SUBCASE("server") {
    d.give(shutdown_requested{"test", false});
    d.give(feed_found{wanted->request, d.find(*wanted)});
    code = "shutting_down";
  }
  SUBCASE("gone") {
    d.give(disconnected{eve});
    d.give(feed_found{wanted->request, d.find(*wanted)});
  }
  d.commit();
  CHECK(d.stored<feed_message>().size() == 1);
  if (!code.empty())
    CHECK(d.response(eve).at("error").at("code") == code);
}
