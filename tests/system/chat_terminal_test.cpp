#include "client/connection.hpp"
#include "tests/client/cli/chat_pseudo_terminal.hpp"
#include "tests/system/environment.hpp"
#include "tests/system/server_process.hpp"

#include <algorithm>
#include <cstdint>
#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

const std::string program = ATELIER_BIN_DIR "/atelier";
/// Of a new server, `lobby`.
constexpr session_id lobby{1};
constexpr auto prompt = "> ";

/// A server, a person at a terminal, and somebody else who talks.
class chat_room {
public:
  chat_room() {
    REQUIRE(terminal_.shows(">"));
  }
  [[nodiscard]] server_process& server() noexcept {
    return server_;
  }
  [[nodiscard]] chat_pseudo_terminal& terminal() noexcept {
    return terminal_;
  }
  /// The other one says something, on a connection of its own, again until it is answered.
  void say(const std::string& text) {
    command what;
    what.action = "say";
    what.session = lobby;
    what.args = {{"text", text}};
    what.key = "other " + std::to_string(++keys_);
    REQUIRE(eventually([&] {
      if (!other_) {
        auto made = client::connect(server_.unix_url());
        if (!made)
          return false;
        other_.emplace(made->commands);
      }
      const auto answer = other_->send(what).get();
      if (!answer)
        other_.reset();
      return answer.has_value();
    }));
  }
  [[nodiscard]] std::size_t rows_with(const std::string& text) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        terminal_.screen().rows(), [&](const std::string& row) { return row.find(text) != std::string::npos; }));
  }
  /// Whether the line with the prompt is exactly this, with the cursor behind it.
  [[nodiscard]] bool types(const std::string& line) {
    const auto whole = prompt + line;
    std::string rows;
    for (std::size_t at = 0; at < whole.size(); at += chat_pseudo_terminal::columns) {
      auto row = whole.substr(at, chat_pseudo_terminal::columns);
      row.erase(row.find_last_not_of(' ') + 1);
      rows += row;
    }
    return terminal_.shows([&](const chat_screen& screen) {
      return screen.typed_line(prompt) == rows && screen.typed_cursor(prompt) == whole.size();
    });
  }

private:
  temporary_folder folder_;
  server_process server_{folder_.path() / "data", {"--log-level", "off"}};
  chat_pseudo_terminal terminal_{program, {"--connect", server_.unix_url(), "chat", "lobby"}};
  std::optional<client::sender> other_;
  int keys_ = 0;
};

} // namespace

TEST_CASE("a long line that is typed stays whole while a hundred messages arrive") {
  chat_room room;
  const std::string line = "a line that is much longer than the screen is wide, typed slowly while others have a lot "
                           "to say to each other";
  std::size_t typed = 0;
  for (int i = 0; i < 100; ++i) {
    room.say("message " + std::to_string(i) + ".");
    const auto until = line.size() * static_cast<std::size_t>(i + 1) / 100;
    room.terminal().type(line.substr(typed, until - typed));
    typed = until;
    if (i % 10 == 9) {
      REQUIRE(room.terminal().shows("message " + std::to_string(i) + "."));
      CHECK(room.types(line.substr(0, typed)));
    }
  }
  for (int i = 0; i < 100; ++i)
    CHECK(room.rows_with("message " + std::to_string(i) + ".") == 1);
  room.terminal().type("\r");
  REQUIRE(room.terminal().shows("anonymous: a line that"));
  room.terminal().type(".quit\r");
  CHECK(room.terminal().wait() == 0);
  CHECK(room.terminal().screen().complaint() == "");
}

TEST_CASE("a server that is killed and starts again costs no message, and what is half typed stays") {
  chat_room room;
  const auto rounds = from_environment("ATELIER_KILL_ROUNDS", 3);
  for (std::uint64_t round = 0; round < rounds; ++round) {
    CAPTURE(round);
    const auto name = std::to_string(round);
    for (int i = 0; i < 10; ++i)
      room.say("round " + name + " message " + std::to_string(i) + ".");
    room.terminal().type("half a line");
    room.server().kill();
    REQUIRE(room.terminal().shows([&](const chat_screen&) { return room.rows_with("trying again") == round + 1; }));
    CHECK(room.types("half a line"));
    room.terminal().type(" of round " + name + ".\r");
    room.server().start();
    for (int i = 10; i < 20; ++i)
      room.say("round " + name + " message " + std::to_string(i) + ".");
    REQUIRE(room.terminal().shows("anonymous: half a line of round " + name));
    REQUIRE(room.terminal().shows("round " + name + " message 19."));
  }
  for (std::uint64_t round = 0; round < rounds; ++round) {
    for (int i = 0; i < 20; ++i)
      CHECK(room.rows_with("round " + std::to_string(round) + " message " + std::to_string(i) + ".") == 1);
  }
  CHECK(room.rows_with("half a line of round") == rounds);
  room.terminal().type("\x04");
  CHECK(room.terminal().wait() == 0);
  CHECK(room.terminal().screen().complaint() == "");
}

TEST_CASE("a handle is registered with a passphrase that nobody sees, found again, and somebody else is refused") {
  chat_room room;
  auto& terminal = room.terminal();
  terminal.type(".register ada\r");
  REQUIRE(terminal.shows("passphrase for ada"));
  terminal.type("correct horse\r");
  REQUIRE(terminal.shows("you are ada"));
  terminal.type("a red boat\r");
  REQUIRE(terminal.shows("ada: a red boat"));
  terminal.type(".who\r");
  REQUIRE(terminal.shows("here: ada"));
  room.server().kill();
  room.server().start();
  terminal.type("a blue boat\r");
  REQUIRE(terminal.shows("ada: a blue boat"));
  terminal.type(".search red\r");
  REQUIRE(terminal.shows([&](const chat_screen&) { return room.rows_with("ada: a red boat") == 2; }));
  terminal.type(".sign-in ada\r");
  REQUIRE(terminal.shows([&](const chat_screen&) { return room.rows_with("passphrase for ada") == 2; }));
  terminal.type("zebra\r");
  REQUIRE(terminal.shows("not signed in as ada"));
  CHECK(room.rows_with("correct") == 0);
  CHECK(room.rows_with("zebra") == 0);
  terminal.type("\x03");
  CHECK(terminal.wait() == 130);
}

TEST_CASE("as a filter it says each line once and in order, over a kill") {
  const temporary_folder folder;
  server_process server{folder.path() / "data", {"--log-level", "off"}};
  child_process run{"/bin/sh",
                    {"-c", "seq 1 3000 | " + program + " --connect " + server.unix_url() + " --json chat lobby"}};
  std::vector<std::string> texts{json::parse("{" + run.wait_for_line("{")).at("text").get<std::string>()};
  server.kill();
  server.start();
  CHECK(run.wait() == 0);
  CHECK(run.errors().find("trying again") != std::string::npos);
  for (std::string_view rest = run.output(); !rest.empty(); rest.remove_prefix(rest.find('\n') + 1))
    texts.push_back(json::parse(rest.substr(0, rest.find('\n'))).at("text").get<std::string>());
  REQUIRE(texts.size() == 3'000);
  for (std::size_t i = 0; i < texts.size(); ++i)
    REQUIRE(texts[i] == std::to_string(i + 1));
}
