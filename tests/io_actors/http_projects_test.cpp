#include "protocol/json_text.hpp"
#include "tests/io_actors/http_client.hpp"
#include "tests/io_actors/server_twin.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace http = boost::beast::http;

TEST_CASE("what is posted below a project is a command to its session, and its result comes back as 201") {
  server_twin server;
  http_client client{server.connect_http()};
  const auto posted = client.post("/projects/7/entries", R"({"clip_id":"x","content":{"a":"1"}})");
  CHECK_EQ(posted.result_int(), 201);
  CHECK_EQ(posted[http::field::content_type], "application/json");
  CHECK_EQ(json::parse(posted.body()),
           json{{"action", "post_entry"}, {"session", 7}, {"args", {{"clip_id", "x"}, {"content", {{"a", "1"}}}}}});
  CHECK_EQ(json::parse(client.post("/projects/7/entries", R"({"modifies":["x"]})").body())["action"], "edit_entry");
  for (const auto& [path, action] :
       {std::pair{"comments", "post_comment"}, std::pair{"archive", "archive"}, std::pair{"unarchive", "unarchive"}}) {
    CAPTURE(path);
    const auto answer = client.post(std::string{"/projects/8/"} + path, "{}");
    CHECK_EQ(answer.result_int(), 201);
    CHECK_EQ(json::parse(answer.body()), json{{"action", action}, {"session", 8}, {"args", json::object()}});
  }
  CHECK_EQ(code_of(client.post("/projects/7/threads", "{}")), "409 already_exists");
  CHECK_EQ(server.http().uploads->taken(), 0);
}

TEST_CASE("a post below a project that is no object, too large or of the wrong method is refused") {
  limits bounds;
  bounds.frame_bytes_max = 1'000;
  server_twin server{bounds};
  http_client client{server.connect_http()};
  CHECK_EQ(code_of(client.post("/projects/7/comments", "[]")), "400 bad_data");
  CHECK_EQ(code_of(client.post("/projects/7/comments", "{")), "400 malformed");
  const auto refused = client.get("/projects/7/comments");
  CHECK_EQ(code_of(refused), "405 unknown_action");
  CHECK_EQ(refused[http::field::allow], "POST");
  CHECK_EQ(client.post("/projects/7/comments", "{" + std::string(998, ' ') + "}").result_int(), 201);
  CHECK_EQ(code_of(client.post("/projects/7/comments", "{" + std::string(999, ' ') + "}")), "413 frame_too_large");
  http_client other{server.connect_http()};
  CHECK_EQ(code_of(other.post("/projects/x/comments", "{}")), "400 bad_data");
}

TEST_CASE("a report is given as JSON, as of now or as of a version vector, whatever its size") {
  server_twin server;
  http_client client{server.connect_http()};
  const auto now = client.get("/projects/7/report");
  CHECK_EQ(now.result_int(), 200);
  CHECK_EQ(now[http::field::content_type], "application/json");
  CHECK_EQ(json::parse(now.body()), json{{"project", 7}, {"at", nullptr}});
  CHECK_EQ(json::parse(client.get("/projects/7/report?at=[[0,14],[1,99]]").body()),
           json{{"project", 7}, {"at", {{0, 14}, {1, 99}}}});
  const auto large = client.get("/projects/8/report");
  CHECK_EQ(json::parse(large.body())["filler"].get_ref<const std::string&>().size(), large_report_bytes);
  client.send(http::verb::head, "/projects/8/report");
  CHECK_EQ(client.read(true)[http::field::content_length], large[http::field::content_length]);
  CHECK_EQ(code_of(client.get("/projects/9/report")), "404 not_found");
  CHECK_EQ(code_of(client.get("/projects/7/report?at=x")), "400 bad_data");
  CHECK_EQ(client.get("/healthz").body(), "ok\n");
}
