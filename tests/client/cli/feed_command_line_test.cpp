#include "protocol/json_text.hpp"
#include "tests/system/environment.hpp"
#include "tests/system/server_process.hpp"
#include "tests/temporary_folder.hpp"

#include <csignal>
#include <doctest/doctest.h>

namespace atelier::cli {

namespace {

using test::child_process;
using test::eventually;
using test::server_process;
using test::temporary_folder;

struct ending {
  int code = 0;
  std::string out;
  std::string errors;
};

/// A real server, and the command line on its Unix socket.
class desk {
public:
  explicit desk(const std::string& srv_id = "1") : server_{folder_.path() / "data", {"--srv-id", srv_id}} {}

  [[nodiscard]] server_process& server() noexcept {
    return server_;
  }
  [[nodiscard]] child_process start(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--connect", server_.unix_url()});
    return {ATELIER_BIN_DIR "/atelier", arguments};
  }
  [[nodiscard]] ending run(std::vector<std::string> arguments) const {
    auto started = start(std::move(arguments));
    const auto code = started.wait();
    return {code, started.output(), started.errors()};
  }
  /// What it prints, where it must succeed.
  [[nodiscard]] std::string out(std::vector<std::string> arguments) const {
    const auto end = run(std::move(arguments));
    CHECK(end.errors == "");
    CHECK(end.code == 0);
    return end.out;
  }
  [[nodiscard]] json answer(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "--json");
    return json::parse(out(std::move(arguments)));
  }

private:
  temporary_folder folder_;
  server_process server_;
};

const std::string report = "11111111-0000-4000-8000-000000000001", entry = "22222222-0000-4000-8000-000000000001",
                  version = "33333333-0000-4000-8000-000000000001", thread = "44444444-0000-4000-8000-000000000001",
                  comment = "55555555-0000-4000-8000-000000000001";

/// An entry, a thread about it and a comment.
void fill(const desk& here) {
  CHECK(here.out({"feed", "post-entry", "lobby", report, "clip 1", "title=Arrival", "place=Rome", "--entry", entry,
                  "--version", version})
        == "1:1 entry " + entry + " version " + version + "\n");
  CHECK(here.out({"feed", "post-thread", "lobby", "--entry", entry, "--entity", "film 7", "--thread", thread})
        == "1:2 thread " + thread + "\n");
  CHECK(here.out({"feed", "post-comment", "lobby", thread, "hello", "--comment", comment, "--authortime",
                  "2026-11-20T21:14:03Z"})
        == "1:3 comment " + comment + "\n");
}

} // namespace

TEST_CASE("entries, threads and comments are written, changed, archived and read again") {
  const desk here;
  fill(here);
  // The same again is the same write.
  CHECK(here.out({"feed", "post-thread", "lobby", "--entry", entry, "--entity", "film 7", "--thread", thread})
        == "1:2 thread " + thread + "\n");
  const auto edited = here.answer({"feed", "edit-entry", "lobby", entry, "title=Departure", "--unset", "place",
                                   "--clip", "clip 2", "--modifies", version, "--reason", "a typo"});
  CHECK(edited.at("seqno") == 4);
  const auto newer = edited.at("version_uuid").get<std::string>();
  CHECK(here.out({"feed", "archive", "lobby", "--comment", comment, "--as-of", "1:3"})
        == "1:5 comment " + comment + "\n");
  CHECK(here.out({"feed", "unarchive", "lobby", "--comment", comment}) == "1:6 comment " + comment + "\n");
  CHECK(here.answer({"feed", "edit-entry", "lobby", entry, "--delete", "--modifies", newer, "--modifies", version,
                     "--reason", "no more"})
            .at("seqno")
        == 7);
  const auto all = here.out({"feed", "watch", "lobby", "--no-follow"});
  CHECK(all.starts_with("1:1 entry " + entry + " version " + version + " of report " + report
                        + ", clip clip 1: place=\"Rome\" title=\"Arrival\"\n1:2 thread " + thread
                        + " about entity film 7 entry " + entry + "\n1:3 comment " + comment + " in thread " + thread
                        + " by 00000000-0000-0000-0000-000000000000: hello\n1:4 entry " + entry + " version " + newer
                        + " replaces " + version + " because \"a typo\", clip clip 2: place=- title=\"Departure\"\n"));
  CHECK(all.find("\n1:5 comment " + comment + " in thread " + thread
                 + " by 00000000-0000-0000-0000-000000000000: hello (archived)\n")
        != std::string::npos);
  CHECK(all.find(" deletes " + newer + " " + version + " because \"no more\"\n") != std::string::npos);
  const auto last = here.answer({"feed", "watch", "1", "--no-follow", "--since", "1:6"});
  CHECK(last.at("seqno") == 7);
  CHECK(last.at("content") == nullptr);
  CHECK_FALSE(last.contains("mux_id"));
  CHECK(here.out({"feed", "watch", "lobby", "--no-follow", "--since", "[[1,7]]"}) == "");
}

TEST_CASE("who watches a feed sees what comes, also from a server that was away") {
  desk here;
  fill(here);
  auto watching = here.start({"feed", "watch", "lobby", "--since", "1:2"});
  watching.wait_for_line("1:3 comment");
  REQUIRE(here.run({"feed", "post-comment", "lobby", thread, "more"}).code == 0);
  watching.wait_for_line("1:4 comment");
  here.server().kill();
  here.server().start();
  REQUIRE(here.run({"feed", "post-comment", "lobby", thread, "again"}).code == 0);
  watching.wait_for_line("1:5 comment");
  watching.send_signal(SIGINT);
  CHECK(watching.wait() == 130);
  CHECK(watching.output() == "");
}

TEST_CASE("what can't be written is refused, with the reason") {
  const desk here;
  fill(here);
  const auto refused = [&](std::vector<std::string> arguments, int code, const std::string& words) {
    arguments.insert(arguments.begin(), "feed");
    const auto end = here.run(arguments);
    CAPTURE(words);
    CHECK(end.code == code);
    CHECK_MESSAGE(end.errors.find(words) != std::string::npos, end.errors);
    CHECK(end.out == "");
  };
  refused({"post-entry", "lobby", "R", "c"}, 1, "\"report_uuid\"");
  refused({"post-entry", "cellar", report, "c"}, 1, "not_found: there is no session \"cellar\"");
  refused({"post-entry", report, report, "c"}, 1, "not_found: there is no project");
  refused({"edit-entry", "lobby", entry, "--modifies", version, "--reason", "r"}, 2, "--delete");
  refused({"edit-entry", "lobby", entry, "a=b", "--delete", "--modifies", version, "--reason", "r"}, 2, "--delete");
  refused({"edit-entry", "lobby", entry, "a=b", "--modifies", report, "--reason", "r"}, 1, report);
  refused({"post-thread", "lobby"}, 2, "--entity");
  refused({"post-thread", "lobby", "--comment", report}, 1, report);
  refused({"post-comment", "lobby", thread, "x", "--authortime", "noon"}, 1, "noon");
  refused({"archive", "lobby"}, 2, "--thread");
  refused({"archive", "lobby", "--thread", thread, "--entry", entry}, 2, "one of");
  refused({"archive", "lobby", "--thread", thread, "--as-of", "now"}, 2, "--as-of is \"now\"");
  refused({"watch", "lobby", "--since", "x"}, 2, "--since is \"x\"");
  refused({"follow", "http://a:1", "lobby"}, 1, "ws://HOST:PORT/ws");
  refused({"unfollow", "ws://a:1", "lobby"}, 1, "not_found");
}

TEST_CASE("a project is followed at another server by its UUID, and no longer") {
  desk here{"1"}, there{"2"};
  fill(here);
  const auto uuid = here.answer({"session", "show", "lobby"}).at("session").at("uuid").get<std::string>();
  const auto url = here.server().ws_url();
  CHECK(there.out({"feed", "follow", url, uuid, "--name", "theirs"})
        == "session 2 follows " + uuid + " at " + url + "\n");
  CHECK(eventually([&] { return there.out({"feed", "links", uuid}).find("in sync") != std::string::npos; }));
  const auto link = there.answer({"feed", "links"}).at("links").at(0);
  CHECK(link.at("url") == url);
  CHECK(link.at("project") == 2);
  CHECK(there.out({"feed", "watch", "theirs", "--no-follow"}) == here.out({"feed", "watch", "lobby", "--no-follow"}));
  CHECK(there.out({"feed", "unfollow", url, "theirs"}) == "session 2 no longer follows " + url + "\n");
  CHECK(there.answer({"feed", "links"}).at("links").empty());
  REQUIRE(here.run({"feed", "post-comment", "lobby", thread, "unheard"}).code == 0);
  CHECK(there.out({"feed", "post-comment", "theirs", thread, "alone", "--comment", report})
        == "2:1 comment " + report + "\n");
  // Followed again, it has what was missed.
  CHECK(there.out({"feed", "follow", url, "theirs"}) == "session 2 follows " + uuid + " at " + url + "\n");
  CHECK(eventually([&] {
    return there.out({"feed", "watch", "theirs", "--no-follow"}).find("unheard") != std::string::npos;
  }));
}

} // namespace atelier::cli
