#include "tests/system/studio.hpp"

#include <doctest/doctest.h>
#include <utility>
#include <vector>

using namespace atelier;
using namespace atelier::test;

namespace {

struct bad_request {
  std::string text;
  int status;
  std::string code;
};

std::string get(const std::string& target) {
  return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
}

std::string post(const std::string& target, const std::string& body, const std::string& more = {}) {
  return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + more
         + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::vector<bad_request> bad_requests() {
  const std::string host = "Host: localhost\r\n";
  return {
      {"nonsense\r\n\r\n", 400, "malformed"},
      {std::string("\x16\x03\x01\x02\x00\x01\x00", 7) + "\r\n\r\n", 400, "malformed"},
      {"GET / HTTP/9.9\r\n" + host + "\r\n", 400, "malformed"},
      {"GET / HTTP/1.1\r\n\r\n", 400, "malformed"},
      {"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403, "forbidden"},
      {"GET /pictures HTTP/1.1\r\n" + host + "Origin: http://evil.example\r\n\r\n", 403, "forbidden"},
      {"GET / HTTP/1.1\r\n" + host + "X: " + std::string(20'000, 'x') + "\r\n\r\n", 413, "frame_too_large"},
      {"GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\n" + host + "\r\n", 413, "frame_too_large"},
      {get("/../../../../etc/passwd"), 404, "not_found"},
      {get("/%2e%2e/%2e%2e/etc/passwd"), 404, "not_found"},
      {get("/%zz"), 400, "bad_data"},
      {get("/nothing/here"), 404, "not_found"},
      {get("/pictures/4000000000"), 404, "not_found"},
      {get("/pictures/99999999999999999999.png"), 404, "not_found"},
      {get("/pictures/-1.png"), 404, "not_found"},
      {get("/pictures/1.png?seq=-1"), 400, "bad_data"},
      {get("/pictures/1.png?seq=9007199254740992"), 404, "not_found"},
      {get("/pictures/1.png?seq=99999999999999999999"), 400, "bad_data"},
      {"DELETE /pictures HTTP/1.1\r\n" + host + "\r\n", 405, "unknown_action"},
      {get("/ws"), 400, "bad_data"},
      {post("/pictures", "not json"), 400, "malformed"},
      {post("/pictures", std::string(1000, '[')), 400, "malformed"},
      {post("/pictures", "[]"), 400, "bad_data"},
      {post("/pictures", "{}"), 400, "bad_data"},
      {post("/pictures", R"({"name":"x","width":0,"height":5})"), 400, "bad_data"},
      {post("/pictures", R"({"name":"x","width":1000000000,"height":1000000000})"), 400, "bad_data"},
      {post("/pictures", R"({"name":"x","session":77})"), 404, "not_found"},
      {post("/pictures", R"({"name":""})"), 400, "bad_data"},
      {post("/pictures?name=x", "not a png"), 400, "bad_data"},
      {post("/pictures?name=", "not a png"), 400, "bad_data"},
      {post("/pictures?name=x&width=5", "not a png"), 400, "ambiguous_data"},
      {post("/pictures", std::string(1024 * 1024 + 1, ' ')), 413, "frame_too_large"},
      {"POST /pictures?name=x HTTP/1.1\r\n" + host + "Content-Length: 4294967296\r\n\r\n", 413, "frame_too_large"},
      {"POST /pictures HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", 400, "malformed"},
      {"POST /pictures HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400, "malformed"},
  };
}

} // namespace

TEST_CASE("a bad request is answered with its status and code, and fifty others notice nothing") {
  studio all;
  for (const auto& each : bad_requests()) {
    const auto start = each.text.substr(0, 80);
    CAPTURE(start);
    auto one = all.visit(all.server().http_url());
    one.send(each.text);
    one.finish();
    const auto answer = one.rest();
    CAPTURE(answer);
    CHECK(answer.starts_with("HTTP/1.1 " + std::to_string(each.status)));
    const auto body = json::parse(answer.substr(answer.find("\r\n\r\n") + 4), nullptr, false);
    REQUIRE(body.is_object());
    CHECK(body.at("error").at("code") == each.code);
  }
  all.check();
}

TEST_CASE("a request or handshake that never ends is cut off, and so is one that comes drop by drop") {
  studio all{{"--handshake-seconds", "0.5", "--http-idle-seconds", "0.5"}};
  for (const std::string start :
       {"", "GET /pictures HTTP/1.1\r\nHost: loc", "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n",
        "POST /pictures HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"}) {
    CAPTURE(start);
    auto one = all.visit(all.server().http_url());
    one.send(start);
    CHECK_FALSE(one.rest().starts_with("HTTP/1.1 2"));
  }
  stranger slow{all.server().http_url(), [&] {
                  all.work();
                }};
  slow.send("GET /pictures HTTP/1.1\r\nHost: localhost\r\n");
  stranger drops{all.server().http_url(), [&] {
                   all.work();
                   slow.send("X: 1\r\n");
                 }};
  CHECK(drops.rest().empty());
  CHECK(slow.rest().empty());
  all.check();
}
