#include "protocol/feed_limits.hpp"
#include "tests/engine/feed/writing_desk.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

json entry() {
  return {{"report_uuid", uuid_of(1)},
          {"entry_uuid", uuid_of(2)},
          {"version_uuid", uuid_of(3)},
          {"clip_id", "clip"},
          {"content", json::object()}};
}

json thread(unsigned number, json links = {{"entity", "scene 4"}}) {
  return {{"thread_uuid", uuid_of(number)}, {"links", std::move(links)}};
}

json comment(unsigned number, unsigned in, const char* body = "well") {
  return {{"comment_uuid", uuid_of(number)}, {"thread_uuid", uuid_of(in)}, {"body", body}};
}

json with(json args, const char* name, json value) {
  args[name] = std::move(value);
  return args;
}

bool says(const std::string& message, std::string_view what) {
  CAPTURE(message);
  CAPTURE(what);
  return message.find(what) != std::string::npos;
}

json links_to(const char* what, unsigned number) {
  return {{what, uuid_of(number)}};
}

} // namespace

TEST_CASE("a thread links to what the project has, several at once, and to anything outside") {
  writing_desk d;
  REQUIRE(d.write(write_entry, entry()));
  REQUIRE(d.write(write_thread, thread(10)));
  REQUIRE(d.write(write_comment, comment(20, 10)));
  const json all{{"report", uuid_of(1)},
                 {"entry", uuid_of(2)},
                 {"version", uuid_of(3)},
                 {"comment", uuid_of(20)},
                 {"entity", "scene 4"}};
  const auto draft = d.write(write_thread, thread(11, all));
  REQUIRE(draft);
  CHECK(writing_desk::members_of(*draft).at("links") == all);
  CHECK(draft->names == json{{"thread_uuid", uuid_of(11)}});
  CHECK(d.write(write_thread, thread(12, {{"entity", "x"}, {"entry", nullptr}})));
}

TEST_CASE("a thread that breaks a rule is refused with a message of its own") {
  writing_desk d;
  REQUIRE(d.write(write_entry, entry()));
  const auto refused = [&](json links) {
    return d.refused(write_thread, {{"links", std::move(links)}});
  };
  CHECK(says(refused(nullptr), "\"links\" is null; it must be an object"));
  CHECK(says(refused(json::array()), "\"links\" is an array"));
  CHECK(says(refused(json::object()), "\"links\" is empty"));
  CHECK(says(refused({{"entry", nullptr}}), "\"links\" is empty"));
  CHECK(says(refused({{"picture", uuid_of(1)}}), "\"links\" names \"picture\""));
  CHECK(says(refused({{"entry", "it"}}), "\"entry\" is \"it\"; it must be a UUID"));
  CHECK(says(refused({{"entity", ""}}), "the link \"entity\" is \"\""));
  CHECK(says(refused({{"entity", std::string(1'025, 'x')}}), "1 to 1024 bytes"));
  for (const auto* what : {"report", "entry", "version", "comment"})
    CHECK(says(d.refused(write_thread, {{"links", links_to(what, 70)}}, errc::not_found),
               std::string{what} + " " + uuid_of(70)));
  CHECK(d.heads.size() == 1);
}

TEST_CASE("the same thread again is answered as the first time, and another under its UUID is refused") {
  writing_desk d;
  REQUIRE(d.write(write_thread, thread(10)));
  const auto again = d.write(write_thread, thread(10));
  REQUIRE(again);
  CHECK(again->earlier == feed_place{1, 1});
  CHECK(says(d.refused(write_thread, thread(10, {{"entity", "scene 5"}}), errc::already_exists), uuid_of(10)));
}

TEST_CASE("a comment has a thread, a text and a time") {
  writing_desk d;
  REQUIRE(d.write(write_thread, thread(10)));
  const auto now = d.write(write_comment, comment(20, 10));
  REQUIRE(now);
  CHECK(writing_desk::members_of(*now).at("authortime") == "2024-10-04T00:00:00.000Z");
  CHECK(now->names == json{{"comment_uuid", uuid_of(20)}, {"thread_uuid", uuid_of(10)}});
  const auto then = d.write(write_comment, with(comment(21, 10), "authortime", "2026-11-20T22:14:03.5+01:00"));
  REQUIRE(then);
  CHECK(writing_desk::members_of(*then).at("authortime") == "2026-11-20T21:14:03.500Z");
  const auto refused = [&](const json& args) {
    return d.refused(write_comment, args);
  };
  CHECK(says(refused(with(comment(22, 10), "authortime", "yesterday")), "\"authortime\" is \"yesterday\""));
  CHECK(says(refused(with(comment(22, 10), "authortime", "2026-11-20T22:14:03")), "with its zone"));
  CHECK(says(refused(with(comment(22, 10), "authortime", 1'700'000'000)), "\"authortime\" is 1700000000"));
  CHECK(says(refused(with(comment(22, 10), "body", nullptr)), "\"body\" is missing"));
  CHECK(says(refused(with(comment(22, 10), "body", 3)), "\"body\" is 3"));
  CHECK(says(refused(with(comment(22, 10), "thread_uuid", nullptr)), "\"thread_uuid\" is missing"));
  CHECK(says(refused(with(comment(22, 10), "body", std::string(65'536, 'x'))), "a message of a feed may have 65536"));
  CHECK(says(d.refused(write_comment, comment(22, 70), errc::not_found), "no thread " + uuid_of(70)));
}

TEST_CASE("a comment is edited by its author or an admin, and by nobody else") {
  writing_desk d;
  REQUIRE(d.write(write_thread, thread(10)));
  REQUIRE(d.write(write_comment, comment(20, 10)));
  CHECK(d.write(write_comment, comment(20, 10, "better")));
  d.user = uuid_of(901);
  CHECK(says(d.refused(write_comment, comment(20, 10, "worse"), errc::forbidden), uuid_of(900)));
  d.user = "00000000-0000-0000-0000-000000000000";
  CHECK(says(d.refused(write_comment, comment(20, 10, "worse"), errc::unauthorized), "sign in"));
  REQUIRE(d.write(write_comment, comment(21, 10)));
  CHECK(says(d.refused(write_comment, comment(21, 10, "nobody's"), errc::unauthorized), "sign in"));
  d.admin = true;
  d.now += std::chrono::seconds{1};
  REQUIRE(d.write(write_comment, comment(20, 10, "as it should be")));
  // It is still the author's.
  d.admin = false;
  d.user = uuid_of(900);
  d.now += std::chrono::seconds{1};
  CHECK(d.write(write_comment, comment(20, 10, "best")));
}

TEST_CASE("the same comment again is no edit, as long as it stands or its time is named") {
  writing_desk d;
  REQUIRE(d.write(write_thread, thread(10)));
  const auto timed = with(comment(20, 10, "one"), "authortime", "2024-10-04T00:00:00Z");
  REQUIRE(d.write(write_comment, timed));
  d.now += std::chrono::seconds{5};
  const auto again = d.write(write_comment, comment(20, 10, "one"));
  REQUIRE(again);
  CHECK(again->earlier == feed_place{1, 2});
  REQUIRE_FALSE(d.write(write_comment, comment(20, 10, "two"))->earlier);
  CHECK(d.write(write_comment, timed)->earlier == feed_place{1, 2});
  CHECK(d.write(write_comment, comment(20, 10, "two"))->earlier == feed_place{1, 3});
  d.now += std::chrono::seconds{5};
  CHECK_FALSE(d.write(write_comment, comment(20, 10, "one"))->earlier);
  // Whoever asks again is answered, whoever he is by now.
  d.user = uuid_of(901);
  CHECK(d.write(write_comment, timed)->earlier == feed_place{1, 2});
}

TEST_CASE("a comment may move to another thread, but not under itself, and nor may a thread") {
  writing_desk d;
  REQUIRE(d.write(write_thread, thread(10)));
  REQUIRE(d.write(write_comment, comment(20, 10)));
  REQUIRE(d.write(write_thread, thread(11, links_to("comment", 20))));
  REQUIRE(d.write(write_comment, comment(21, 11)));
  REQUIRE(d.write(write_thread, thread(12, links_to("comment", 21))));
  CHECK(says(d.refused(write_comment, comment(20, 11)), "would be below itself: thread " + uuid_of(11)));
  CHECK(says(d.refused(write_comment, comment(20, 12)), "would be below itself"));
  // Once what was between has moved away, nothing is in the way.
  REQUIRE(d.write(write_comment, comment(21, 10)));
  CHECK(d.write(write_comment, comment(20, 12)));
  // What links to it came before it, from elsewhere.
  d.take(feed_kind::thread, uuid_of(40), {{"thread_uuid", uuid_of(40)}, {"links", links_to("comment", 41)}});
  CHECK(says(d.refused(write_comment, comment(41, 40)), "would be below itself"));
  d.take(feed_kind::comment, uuid_of(51), {{"comment_uuid", uuid_of(51)}, {"thread_uuid", uuid_of(50)}});
  CHECK(says(d.refused(write_thread, thread(50, links_to("comment", 51))), "would be below itself"));
}

TEST_CASE("a cycle of other servers' making is passed over") {
  writing_desk d;
  d.take(feed_kind::thread, uuid_of(40), {{"thread_uuid", uuid_of(40)}, {"links", links_to("comment", 41)}});
  d.take(feed_kind::comment, uuid_of(41), {{"comment_uuid", uuid_of(41)}, {"thread_uuid", uuid_of(40)}});
  CHECK(d.write(write_comment, comment(42, 40)));
  CHECK(d.write(write_thread, thread(43, links_to("comment", 41))));
}

TEST_CASE("threads below comments end somewhere") {
  writing_desk d;
  REQUIRE(d.write(write_thread, thread(10'000)));
  unsigned depth = 0;
  std::string message;
  for (; message.empty() && depth < 2 * feed_limits::depth_max; ++depth) {
    message = d.refused(write_comment, comment(20'000 + depth, 10'000 + depth));
    if (message.empty())
      message = d.refused(write_thread, thread(10'001 + depth, links_to("comment", 20'000 + depth)));
  }
  CHECK(says(message, "more than 1000 threads above it"));
  CHECK(depth >= feed_limits::depth_max);
}
