#include "tests/client/cli/chat_pseudo_terminal.hpp"
#include "tests/system/environment.hpp"
#include "tests/system/server_process.hpp"
#include "tests/temporary_folder.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

const std::string program = ATELIER_BIN_DIR "/atelier";

/// A server with a canvas on which ada plays.
class canvas {
public:
  canvas() {
    run({"session", "add", "canvas", "--mode", "place", "--config",
         R"({"width":16,"height":16,"cooldown_seconds":0})"});
    run({"player", "add", "ada"});
    run({"player", "session", "ada", "canvas"});
    run({"game", "start", "canvas"});
  }
  [[nodiscard]] server_process& server() noexcept {
    return server_;
  }
  void run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--connect", server_.unix_url()});
    child_process started{program, arguments};
    REQUIRE_MESSAGE(started.wait() == 0, started.errors());
  }
  [[nodiscard]] chat_pseudo_terminal play() const {
    return {program, {"--connect", server_.unix_url(), "play", "canvas", "--as", "ada"}, folder_.path().string()};
  }

private:
  temporary_folder folder_;
  server_process server_{folder_.path() / "data", {"--log-level", "off"}};
};

std::size_t rows_with(const chat_screen& screen, const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      screen.rows(), [&](const std::string& row) { return row.find(text) != std::string::npos; }));
}

/// How often a text stands on the screen, also over several rows.
std::size_t times_in(const chat_screen& screen, std::string text) {
  std::string all;
  for (const auto& row : screen.rows())
    all += row;
  std::erase(all, ' ');
  std::erase(text, ' ');
  std::size_t out = 0;
  for (auto at = all.find(text); at != std::string::npos; at = all.find(text, at + 1))
    ++out;
  return out;
}

} // namespace

TEST_CASE("a person follows a game, acts, talks and leaves") {
  canvas here;
  auto terminal = here.play();
  REQUIRE(terminal.shows_wrapped("mode place: game 1 since"));
  terminal.type("/place_pixel x=3 y=4 colour=2\r");
  REQUIRE(terminal.shows("/place_pixel: pixel.at="));
  terminal.type("hello there\r");
  REQUIRE(terminal.shows("ada (claimed): hello there"));
  terminal.type("half a line");
  here.run({"game", "do", "canvas", "undo_player", "player=ada"});
  REQUIRE(terminal.shows("* 1 pixel of ada undone"));
  CHECK(terminal.shows([](const chat_screen& screen) { return screen.typed_line("> ") == "> half a line"; }));
  terminal.type("\x15/fly\r");
  REQUIRE(terminal.shows_wrapped("/fly: unknown_action: "));
  terminal.type("/help\r");
  REQUIRE(terminal.shows_wrapped("/quit or Ctrl-D"));
  terminal.type("/quit\r");
  CHECK(terminal.wait() == 0);
  CHECK(terminal.screen().complaint() == "");
}

TEST_CASE("Ctrl-C ends a game's view with its own exit code") {
  const canvas here;
  auto terminal = here.play();
  REQUIRE(terminal.shows(">"));
  terminal.type("\x03");
  CHECK(terminal.wait() == 130);
}

TEST_CASE("over a server that is killed every event is shown once, and what is typed is done once") {
  canvas here;
  auto terminal = here.play();
  REQUIRE(terminal.shows_wrapped("mode place: game 1 since"));
  const auto rounds = from_environment("ATELIER_KILL_ROUNDS", 3);
  for (std::uint64_t round = 0; round < rounds; ++round) {
    CAPTURE(round);
    const auto seen = [&](const std::string& text, std::uint64_t times) {
      return terminal.shows([&](const chat_screen& screen) { return rows_with(screen, text) == times; });
    };
    terminal.type("/place_pixel x=1 y=1 colour=3\r");
    REQUIRE(seen("/place_pixel: pixel.at=", 2 * round + 1));
    here.run({"game", "do", "canvas", "undo_player", "player=ada"});
    REQUIRE(seen("* 1 pixel of ada undone", 2 * round + 1));
    here.server().kill();
    // Why it is gone may be said in more words or fewer, so that this stands on one row or two.
    REQUIRE(terminal.shows([&](const chat_screen& screen) { return times_in(screen, "trying again") == round + 1; }));
    terminal.type("/place_pixel x=2 y=2 colour=3\r");
    here.server().start();
    here.run({"game", "state", "canvas"});
    REQUIRE(seen("the server is back", round + 1));
    REQUIRE(seen("/place_pixel: pixel.at=", 2 * round + 2));
    here.run({"game", "do", "canvas", "undo_player", "player=ada"});
    REQUIRE(seen("* 1 pixel of ada undone", 2 * round + 2));
  }
  here.run({"game", "stop", "canvas"});
  REQUIRE(terminal.shows("* game 1 is over"));
  CHECK(rows_with(terminal.screen(), "* 1 pixel of ada undone") == 2 * rounds);
  terminal.type("\x04");
  CHECK(terminal.wait() == 0);
  CHECK(terminal.screen().complaint() == "");
}
