#include "io_actors/http_routes.hpp"

#include <doctest/doctest.h>
#include <map>
#include <string>

using namespace atelier;

namespace {

http_route found(std::string_view method, std::string_view target) {
  return find_route(method, target, false).value();
}

/// Status and `Allow`.
std::string refused(std::string_view method, std::string_view target, bool is_upgrade = false) {
  const auto route = find_route(method, target, is_upgrade);
  REQUIRE_FALSE(route.has_value());
  CHECK_FALSE(route.error().what.message.empty());
  return std::to_string(route.error().status) + (route.error().allow.empty() ? "" : " " + route.error().allow);
}

std::string file(std::string_view target) {
  return std::get<file_route>(found("GET", target)).path;
}

} // namespace

TEST_CASE("every request of the contract has its route") {
  CHECK(std::holds_alternative<pictures_route>(found("GET", "/pictures")));
  CHECK(std::holds_alternative<pictures_route>(found("HEAD", "/pictures?x=1")));
  CHECK_EQ(std::get<picture_route>(found("GET", "/pictures/12")).picture, picture_id{12});
  CHECK_EQ(std::get<image_route>(found("GET", "/pictures/12.png")).picture, picture_id{12});
  CHECK_FALSE(std::get<image_route>(found("GET", "/pictures/12.png")).seq.has_value());
  CHECK_EQ(std::get<image_route>(found("GET", "/pictures/12.png?seq=1042")).seq, 1042);
  CHECK(std::get<post_picture_route>(found("POST", "/pictures")).query.empty());
  CHECK_EQ(std::get<post_picture_route>(found("POST", "/pictures?name=sun+set")).query.at("name"), "sun set");
  CHECK(std::holds_alternative<health_route>(found("GET", "/healthz")));
  CHECK(std::holds_alternative<metrics_route>(found("GET", "/metrics")));
  CHECK(std::holds_alternative<upgrade_route>(find_route("GET", "/ws?x=1", true).value()));
}

TEST_CASE("attachments are put into a session and asked for by their hash") {
  const auto post =
      std::get<post_attachment_route>(found("POST", "/sessions/3/attachments?name=sun%20set.png&text=look+at+this"));
  CHECK_EQ(post.session, session_id{3});
  CHECK_EQ(post.name, "sun set.png");
  CHECK_EQ(post.text, "look at this");
  CHECK_EQ(std::get<post_attachment_route>(found("POST", "/sessions/3/attachments?name=x")).text, "");
  const std::string hash = "0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789abcdef";
  const std::string lower = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  const auto whole = std::get<attachment_route>(found("GET", "/attachments/" + hash + "?name=a%22b.txt"));
  CHECK_EQ(whole.hash, lower);
  CHECK_FALSE(whole.thumbnail);
  CHECK_EQ(whole.name, "a\"b.txt");
  const auto thumbnail = std::get<attachment_route>(found("HEAD", "/attachments/" + lower + "/thumbnail"));
  CHECK_EQ(thumbnail.hash, lower);
  CHECK(thumbnail.thumbnail);
}

TEST_CASE("an attachment without a name, of no session or with no hash is refused") {
  const std::string hash(64, 'a');
  CHECK_EQ(refused("POST", "/sessions/3/attachments"), "400");
  CHECK_EQ(refused("POST", "/sessions/3/attachments?name="), "400");
  CHECK_EQ(refused("POST", "/sessions/3/attachments?text=x"), "400");
  CHECK_EQ(refused("POST", "/sessions/3/attachments?name=%q"), "400");
  CHECK_EQ(refused("GET", "/sessions/3/attachments"), "405 POST");
  CHECK_EQ(refused("POST", "/sessions/x/attachments?name=x"), "404");
  CHECK_EQ(refused("POST", "/sessions/4294967296/attachments?name=x"), "404");
  CHECK_EQ(refused("POST", "/sessions//attachments?name=x"), "404");
  CHECK_EQ(refused("POST", "/sessions/attachments?name=x"), "404");
  CHECK_EQ(refused("GET", "/attachments/" + hash.substr(1)), "400");
  CHECK_EQ(refused("GET", "/attachments/" + hash + "a"), "400");
  CHECK_EQ(refused("GET", "/attachments/" + hash.substr(1) + "g"), "400");
  CHECK_EQ(refused("GET", "/attachments/abc/thumbnail"), "400");
  CHECK_EQ(refused("GET", "/attachments/" + hash + "?name=%q"), "400");
  CHECK_EQ(refused("GET", "/attachments/"), "404");
  CHECK_EQ(refused("GET", "/attachments//thumbnail"), "404");
  CHECK_EQ(refused("GET", "/attachments/../" + hash), "404");
  CHECK_EQ(refused("GET", "/attachments/" + hash + "/preview"), "404");
  CHECK_EQ(refused("POST", "/attachments/" + hash), "405 GET, HEAD");
  CHECK_EQ(refused("DELETE", "/attachments/" + hash + "/thumbnail"), "405 GET, HEAD");
}

TEST_CASE("what is posted below a project is written into its feed, and its report is asked for, as of when") {
  using what = project_post_route::what;
  for (const auto& [name, wanted] : std::map<std::string, what>{{"entries", what::entry},
                                                                {"threads", what::thread},
                                                                {"comments", what::comment},
                                                                {"archive", what::archiving},
                                                                {"unarchive", what::unarchiving}}) {
    CAPTURE(name);
    const auto route = std::get<project_post_route>(found("POST", "/projects/7/" + name));
    CHECK_EQ(route.project, session_id{7});
    CHECK(route.wanted == wanted);
    CHECK_EQ(refused("GET", "/projects/7/" + name), "405 POST");
    CHECK_EQ(refused("POST", "/projects/00000000-0000-4000-8000-000000000007/" + name), "400");
  }
  const auto now = std::get<report_route>(found("GET", "/projects/7/report"));
  CHECK_EQ(now.project, session_id{7});
  CHECK_FALSE(now.at.has_value());
  const version_vector vector{{0, 14}, {1, 99}};
  CHECK(std::get<report_route>(found("GET", "/projects/7/report?at=[[0,14],[1,99]]")).at == vector);
  CHECK(std::get<report_route>(found("HEAD", "/projects/7/report?at=%5B%5B0%2C14%5D%2C%5B1%2C99%5D%5D")).at == vector);
  CHECK(std::get<report_route>(found("GET", "/projects/7/report?at=[]")).at == version_vector{});
}

TEST_CASE("what is no project, or no time of its, is refused with what would be right") {
  for (const auto* at :
       {"", "x", "5", "[", "[[1]]", "[[1,-2]]", "[[1,2,3]]", "[1,2]", "{}", "[[4294967296,1]]", "%q"}) {
    CAPTURE(at);
    CHECK_EQ(refused("GET", std::string{"/projects/7/report?at="} + at), "400");
  }
  CHECK_EQ(find_route("GET", "/projects/x/report", false).error().what.message,
           "the project is \"x\"; it must be its number on this server, as in /projects/7/report");
  CHECK_EQ(find_route("GET", "/projects/7/report?at=x", false).error().what.message,
           "\"at\" is \"x\"; it must be a list of [srv_id, seqno], at most 1024");
  CHECK_EQ(refused("GET", "/projects//report"), "400");
  CHECK_EQ(refused("GET", "/projects/4294967296/report"), "400");
  CHECK_EQ(refused("POST", "/projects/7/report"), "405 GET, HEAD");
  CHECK_EQ(refused("DELETE", "/projects/7/report"), "405 GET, HEAD");
  CHECK_EQ(refused("POST", "/projects/7/versions"), "404");
  CHECK_EQ(refused("POST", "/projects/7/entries/1"), "404");
  CHECK_EQ(refused("POST", "/projects/7"), "404");
  CHECK_EQ(refused("POST", "/projects/"), "404");
}

TEST_CASE("everything else that can be read is a file of the page") {
  CHECK_EQ(file("/"), "index.html");
  CHECK_EQ(file("/?a=b"), "index.html");
  CHECK_EQ(file("/app.js"), "app.js");
  CHECK_EQ(file("/assets/a%20b.css?v=3"), "assets/a b.css");
}

TEST_CASE("no path leads out of the folder of the page or to a hidden file") {
  for (const auto* target : {"/..", "/../etc/passwd", "/a/../../b", "/%2e%2e/etc/passwd", "/a/%2E%2E/b", "/.git/config",
                             "/a/.hidden", "//etc/passwd", "/a//b", "/a/", "/%2Fetc/passwd", "/..%2f..%2fetc/passwd",
                             "/a%00.png", "/a%5c..%5cb", "/c:%5cwindows", "/a%0ab", "/./a"}) {
    CAPTURE(target);
    CHECK_EQ(refused("GET", target), "404");
  }
}

TEST_CASE("a wrong method is told which ones are right") {
  CHECK_EQ(refused("DELETE", "/pictures"), "405 GET, HEAD, POST");
  CHECK_EQ(refused("POST", "/pictures/12"), "405 GET, HEAD");
  CHECK_EQ(refused("PUT", "/pictures/12.png"), "405 GET, HEAD");
  CHECK_EQ(refused("POST", "/"), "405 GET, HEAD");
  CHECK_EQ(refused("POST", "/metrics"), "405 GET, HEAD");
  CHECK_EQ(refused("POST", "/ws"), "405 GET");
  CHECK_EQ(refused("OPTIONS", "/healthz"), "405 GET, HEAD");
}

TEST_CASE("what is not there is not found, whatever the method") {
  CHECK_EQ(refused("GET", "/pictures/"), "404");
  CHECK_EQ(refused("GET", "/pictures/twelve"), "404");
  CHECK_EQ(refused("GET", "/pictures/-1"), "404");
  CHECK_EQ(refused("GET", "/pictures/4294967296"), "404");
  CHECK_EQ(refused("GET", "/pictures/1/2"), "404");
}

TEST_CASE("a handshake is for /ws, and /ws is for handshakes") {
  CHECK_EQ(refused("GET", "/", true), "404");
  CHECK_EQ(refused("GET", "/pictures", true), "404");
  CHECK_EQ(refused("GET", "/ws", false), "400");
}

TEST_CASE("a target or query that is not as it must be is a bad request") {
  CHECK_EQ(refused("GET", "*"), "400");
  CHECK_EQ(refused("GET", "http://localhost/"), "400");
  CHECK_EQ(refused("GET", ""), "400");
  CHECK_EQ(refused("GET", "/%zz"), "400");
  CHECK_EQ(refused("GET", "/pictures/1.png?seq=x"), "400");
  CHECK_EQ(refused("GET", "/pictures/1.png?seq=-1"), "400");
  CHECK_EQ(refused("GET", "/pictures/1.png?seq="), "400");
  CHECK_EQ(refused("GET", "/pictures/1.png?seq=99999999999999999"), "400");
  CHECK_EQ(refused("POST", "/pictures?name=%q"), "400");
}
