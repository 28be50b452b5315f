#include "io_actors/project_post.hpp"

#include "protocol/json_text.hpp"

#include <doctest/doctest.h>

using namespace atelier;

namespace {

using what = project_post_route::what;

std::string action_of(what wanted, std::string_view body) {
  const auto read = read_project_post({session_id{7}, wanted}, body);
  REQUIRE(read.has_value());
  CHECK_EQ(read->session, session_id{7});
  CHECK_EQ(read->args, json::parse(body));
  CHECK_FALSE(read->key.has_value());
  return read->action;
}

std::string refused(std::string_view body) {
  const auto read = read_project_post({session_id{7}, what::comment}, body);
  REQUIRE_FALSE(read.has_value());
  return std::string{name_of(read.error().code)} + ": " + read.error().message;
}

} // namespace

TEST_CASE("each path has its command, with the body as its arguments") {
  CHECK_EQ(action_of(what::entry, R"({"clip_id":"x"})"), "post_entry");
  CHECK_EQ(action_of(what::thread, R"({"links":{"entity":"x"}})"), "post_thread");
  CHECK_EQ(action_of(what::comment, R"({"body":"x"})"), "post_comment");
  CHECK_EQ(action_of(what::archiving, R"({"thread_uuid":"x"})"), "archive");
  CHECK_EQ(action_of(what::unarchiving, R"({"thread_uuid":"x"})"), "unarchive");
}

TEST_CASE("an entry that modifies something is an edit") {
  CHECK_EQ(action_of(what::entry, R"({"modifies":null,"reason":null})"), "post_entry");
  CHECK_EQ(action_of(what::entry, R"({"modifies":["x"],"reason":"y"})"), "edit_entry");
  CHECK_EQ(action_of(what::entry, R"({"modifies":[]})"), "edit_entry");
  CHECK_EQ(action_of(what::comment, R"({"modifies":["x"]})"), "post_comment");
}

TEST_CASE("a body that is no object is refused with what would be right") {
  CHECK_EQ(refused("[1]"), "bad_data: the body is an array; it must be an object with the arguments of post_comment");
  CHECK_EQ(refused("\"x\""), "bad_data: the body is \"x\"; it must be an object with the arguments of post_comment");
  CHECK_EQ(refused("{"), "malformed: a JSON message ends too early, after 1 bytes");
  CHECK_EQ(refused(""), "malformed: a JSON message ends too early, after 0 bytes");
}
