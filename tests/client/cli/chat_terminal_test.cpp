#include "tests/client/cli/chat_pseudo_terminal.hpp"
#include "tests/client/cli/chat_twin.hpp"
#include "tests/manager/child_process.hpp"
#include "tests/system/environment.hpp"

#include <algorithm>
#include <csignal>
#include <doctest/doctest.h>

namespace atelier::cli {

namespace {

using client::chat_twin;
using strings = std::vector<std::string>;
using test::chat_pseudo_terminal;
using test::chat_screen;
using test::child_process;

const std::string program = ATELIER_BIN_DIR "/atelier";

chat_pseudo_terminal start(const chat_twin& on) {
  return {program, {"--connect", on.url(), "chat", "lobby"}};
}

/// The program with what a shell command writes as its input.
child_process piped(const chat_twin& on, const std::string& input, const std::string& options = "") {
  return {"/bin/sh", {"-c", input + " | TZ=UTC " + program + " --connect " + on.url() + " " + options + " chat lobby"}};
}

std::size_t rows_with(const chat_screen& screen, const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      screen.rows(), [&](const std::string& row) { return row.find(text) != std::string::npos; }));
}

} // namespace

TEST_CASE("a person sees the past, and what is said in the place of what was typed") {
  chat_twin server;
  server.add("before", "bob", "claimed");
  auto terminal = start(server);
  REQUIRE(terminal.shows("bob (claimed): before"));
  terminal.type("hello\r");
  REQUIRE(terminal.shows("anonymous: hello"));
  CHECK(rows_with(terminal.screen(), "> hello") == 0);
  CHECK(terminal.screen().typed_line("> ") == ">");
  terminal.type("\x1b[A");
  CHECK(terminal.shows([](const chat_screen& screen) { return screen.typed_line("> ") == "> hello"; }));
  terminal.type("\x15.nonsense\r");
  REQUIRE(terminal.shows("..TEXT"));
  terminal.type("\x04");
  CHECK(terminal.wait() == 0);
  CHECK(terminal.screen().complaint() == "");
  CHECK(server.texts() == strings{"before", "hello"});
}

TEST_CASE("a line of several rows stays whole while a hundred messages arrive") {
  chat_twin server;
  auto terminal = start(server);
  REQUIRE(terminal.shows(">"));
  terminal.type("flood 100\r");
  const std::string line = "this is a long line that goes over more than two rows of the screen while all that comes "
                           "must leave it alone";
  for (const char key : line) {
    terminal.type({key});
    std::this_thread::sleep_for(std::chrono::milliseconds{8});
  }
  REQUIRE(terminal.shows("message 99 of many"));
  std::string expected;
  const auto whole = "> " + line;
  for (std::size_t at = 0; at < whole.size(); at += chat_pseudo_terminal::columns) {
    auto row = whole.substr(at, chat_pseudo_terminal::columns);
    row.erase(row.find_last_not_of(' ') + 1);
    expected += row;
  }
  CHECK(terminal.shows([&](const chat_screen& screen) { return screen.typed_line("> ") == expected; }));
  CHECK(terminal.screen().typed_cursor("> ") == whole.size());
  for (int i = 0; i < 100; ++i)
    CHECK(rows_with(terminal.screen(), "message " + std::to_string(i) + " of many") == 1);
  terminal.type("\r");
  REQUIRE(terminal.shows("anonymous: this is a long line"));
  terminal.type(".quit\r");
  CHECK(terminal.wait() == 0);
  CHECK(server.texts().back() == line);
  CHECK(terminal.screen().complaint() == "");
}

TEST_CASE("a passphrase is not shown, and messages that come meanwhile do not tear the question") {
  chat_twin server;
  auto terminal = start(server);
  REQUIRE(terminal.shows(">"));
  terminal.type("flood 50\r.register ada\r");
  REQUIRE(terminal.shows("passphrase for ada"));
  CHECK_FALSE(terminal.echoes());
  terminal.type("s3cx\x7fret");
  REQUIRE(terminal.shows("message 49 of many"));
  terminal.type("\rhello\r");
  REQUIRE(terminal.shows("you are ada"));
  REQUIRE(terminal.shows("ada: hello"));
  CHECK(rows_with(terminal.screen(), "s3c") == 0);
  CHECK(server.credentials() == json{{"handle", "ada"}, {"passphrase", "s3cret"}});
  terminal.type("\x03");
  CHECK(terminal.wait() == 130);
  CHECK(terminal.screen().complaint() == "");
}

TEST_CASE("after a cut everything is said once, and what was missed is shown once") {
  chat_twin server;
  auto terminal = start(server);
  REQUIRE(terminal.shows(">"));
  terminal.type("one\rcut\rtwo\r");
  REQUIRE(terminal.shows_wrapped("trying again"));
  REQUIRE(terminal.shows("the server is back"));
  REQUIRE(terminal.shows("anonymous: two"));
  CHECK(server.texts() == strings{"one", "cut", "two"});
  for (const auto* each : {"anonymous: one", "anonymous: cut", "anonymous: two"})
    CHECK(rows_with(terminal.screen(), each) == 1);
  CHECK(server.connections() == 2);
}

TEST_CASE("what others write never reaches the terminal as it is") {
  chat_twin server;
  server.add("\x1b[2J\x1b]0;title\x07", "e\x1b[8mvil", "claimed");
  auto terminal = start(server);
  REQUIRE(terminal.shows("vil (claimed): "));
  CHECK(terminal.screen().complaint() == "");
}

TEST_CASE("as a filter it says each line in order, prints plain lines and ends") {
  chat_twin server;
  server.add("before", "bob", "claimed");
  auto run = piped(server, "printf 'one\\n.who\\ncut\\nthree'");
  CHECK(run.wait() == 0);
  CHECK(server.texts() == strings{"before", "one", ".who", "cut", "three"});
  CHECK(run.output() == "14:02 anonymous: one\n14:03 anonymous: .who\n14:04 anonymous: cut\n14:05 anonymous: three\n");
  CHECK(run.errors().find("trying again") != std::string::npos);
}

TEST_CASE("as a filter it takes as many lines as there are, once each") {
  chat_twin server;
  auto run = piped(server, "seq 1 2000", "--json");
  CHECK(run.wait() == 0);
  const auto texts = server.texts();
  REQUIRE(texts.size() == 2'000);
  for (std::size_t i = 0; i < texts.size(); ++i)
    CHECK(texts[i] == std::to_string(i + 1));
  CHECK(std::ranges::count(run.output(), '\n') == 2'000);
  CHECK(json::parse(run.output().substr(0, run.output().find('\n'))).at("text") == "1");
}

TEST_CASE("an interrupted filter says so by its exit code") {
  chat_twin server;
  child_process run{program, {"--connect", server.url(), "chat", "lobby", "--follow"}};
  REQUIRE(test::eventually([&] { return server.connections() == 1; }));
  run.send_signal(SIGINT);
  CHECK(run.wait() == 130);
}

} // namespace atelier::cli
