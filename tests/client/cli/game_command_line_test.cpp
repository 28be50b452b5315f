#include "protocol/ids.hpp"
#include "protocol/json_text.hpp"
#include "tests/system/server_process.hpp"
#include "tests/temporary_folder.hpp"

#include <csignal>
#include <doctest/doctest.h>
#include <fstream>

namespace atelier::cli {

namespace {

using test::child_process;
using test::server_process;
using test::temporary_folder;

const std::string program = ATELIER_BIN_DIR "/atelier";

struct ending {
  int code = 0;
  std::string out;
  std::string errors;
};

/// A real server on which a person and programs play.
class playground {
public:
  [[nodiscard]] server_process& server() noexcept {
    return server_;
  }
  [[nodiscard]] std::string file(const std::string& name, const std::string& content) const {
    const auto path = folder_.path() / name;
    std::ofstream{path} << content;
    return path;
  }
  [[nodiscard]] child_process start(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--connect", server_.unix_url()});
    return {program, arguments};
  }
  [[nodiscard]] ending run(std::vector<std::string> arguments) const {
    auto started = start(std::move(arguments));
    return end_of(started);
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
  /// Runs `play` with what a shell command writes as its input.
  [[nodiscard]] ending play(const std::string& input, const std::string& options) const {
    child_process started{
        "/bin/sh", {"-c", input + " | TZ=UTC " + program + " --connect " + server_.unix_url() + " play " + options}};
    return end_of(started);
  }
  /// A canvas on which ada plays.
  void start_canvas() const {
    REQUIRE(out({"session", "add", "canvas", "--mode", "place", "--config",
                 R"({"width":16,"height":16,"cooldown_seconds":0})"})
            == "added session 2 \"canvas\", mode place\n");
    REQUIRE(out({"player", "add", "ada"}) == "added player 1 \"ada\"\n");
    REQUIRE(out({"player", "session", "ada", "canvas"}) == "player 1 \"ada\" plays in session 2\n");
    REQUIRE(out({"game", "start", "canvas"}) == "game 1 of place begins: ada\n");
  }

private:
  [[nodiscard]] static ending end_of(child_process& started) {
    const auto code = started.wait();
    return {code, started.output(), started.errors()};
  }

  temporary_folder folder_;
  server_process server_{folder_.path() / "data", {"--log-level", "off"}};
};

} // namespace

TEST_CASE("sessions are added, shown, renamed, noted about and removed by name") {
  const playground here;
  CHECK(here.out({"session", "add", "attic", "--mode", "guess"}) == "added session 2 \"attic\", mode guess\n");
  CHECK(here.out({"session", "list"}) == here.out({"sessions"}));
  CHECK(here.out({"session", "rename", "attic", "cellar"}) == "renamed session 2 \"cellar\", mode guess\n");
  CHECK(here.out({"session", "metadata", "cellar", "place=5", "door=left"}) == "door   left\nplace  5\n");
  CHECK(here.out({"session", "metadata", "cellar", "--unset", "door"}) == "place  5\n");
  CHECK(here.answer({"session", "show", "2"}).at("session").at("metadata") == json{{"place", "5"}});
  CHECK(here.out({"session", "show", "cellar"}).starts_with("session 2 \"cellar\", mode guess: no game runs\n"));
  CHECK(here.out({"session", "remove", "cellar"}) == "removed session 2 \"cellar\", mode guess\n");
  const auto gone = here.run({"session", "show", "cellar"});
  CHECK(gone.code == 1);
  CHECK(gone.errors == "atelier: not_found: there is no session \"cellar\"; `atelier session list` lists them\n");
  CHECK(here.run({"session", "add", "x", "--mode", "chess"}).code == 1);
  CHECK(here.run({"session", "add", "x", "--config", "[]"}).code == 2);
  CHECK(here.run({"session"}).code == 2);
}

TEST_CASE("players are added with and without a passphrase, moved, renamed and removed") {
  const playground here;
  CHECK(here.out({"player", "add", "ada"}) == "added player 1 \"ada\"\n");
  const auto secret = here.file("secret", "open sesame\nmore\n");
  CHECK(here.out({"player", "add", "bob", "--passphrase-file", secret}) == "added player 2 \"bob\"\n");
  CHECK(here.run({"player", "add", "ada"}).code == 1);
  CHECK(here.run({"player", "add", "eve", "--passphrase-file", "/nowhere"}).code == 2);
  CHECK(here.out({"player", "session", "bob", "lobby", "--as", "bob", "--passphrase-file", secret})
        == "player 2 \"bob\" plays in session 1\n");
  const auto wrong = here.run(
      {"player", "session", "bob", "lobby", "--as", "bob", "--passphrase-file", here.file("wrong", "open barley\n")});
  CHECK(wrong.code == 1);
  CHECK(wrong.errors.starts_with("atelier: unauthorized: "));
  const auto listed = here.out({"player", "list"});
  CHECK(listed.find("ada     no          -        2") != std::string::npos);
  CHECK(listed.find("bob     yes         lobby    2") != std::string::npos);
  CHECK(here.out({"player", "session", "bob", "--leave"}) == "player 2 \"bob\" plays in no session\n");
  CHECK(here.run({"player", "session", "bob"}).code == 2);
  CHECK(here.out({"player", "rename", "bob", "rob"}) == "renamed player 2 \"rob\"\n");
  CHECK(here.out({"player", "remove", "rob"}) == "removed player 2 \"rob\"\n");
  CHECK(here.answer({"player", "list"}).at("players").size() == 1);
}

TEST_CASE("a player's passphrase is given, changed and taken away") {
  const playground here;
  CHECK(here.out({"player", "add", "bob"}) == "added player 1 \"bob\"\n");
  const auto first = here.file("first", "open sesame\n");
  const auto second = here.file("second", "open barley\n");
  CHECK(here.out({"player", "passphrase", "bob", "--new-passphrase-file", first})
        == "changed the passphrase of player 1 \"bob\"\n");
  const auto enters = [&](const std::string& with) {
    return here.run({"player", "session", "bob", "lobby", "--as", "bob", "--passphrase-file", with}).code;
  };
  CHECK(enters(second) == 1);
  CHECK(enters(first) == 0);
  CHECK(here.out(
            {"player", "passphrase", "bob", "--as", "bob", "--passphrase-file", first, "--new-passphrase-file", second})
        == "changed the passphrase of player 1 \"bob\"\n");
  CHECK(enters(first) == 1);
  CHECK(enters(second) == 0);
  CHECK(here.run({"player", "passphrase", "bob", "--none", "--new-passphrase-file", first}).code == 2);
  CHECK(here.run({"player", "passphrase", "bob", "--new-passphrase-file", "/nowhere"}).code == 2);
  CHECK(here.run({"player", "passphrase", "eve", "--none"}).code == 1);
  CHECK(here.out({"player", "passphrase", "bob", "--none"}) == "took away the passphrase of player 1 \"bob\"\n");
  CHECK(here.out({"player", "list"}).find("bob     no ") != std::string::npos);
}

TEST_CASE("teams are added, filled, renamed and removed") {
  const playground here;
  REQUIRE(here.run({"player", "add", "ada"}).code == 0);
  CHECK(here.out({"team", "add", "lobby", "red", "--colour", "#d92626"}) == "added team 0 \"red\"\n");
  CHECK(here.out({"team", "assign", "lobby", "ada", "red"}) == "player 1 \"ada\" is in team 0 \"red\"\n");
  CHECK(here.out({"team", "rename", "lobby", "red", "scarlet"}) == "renamed team 0 \"scarlet\"\n");
  CHECK(here.out({"team", "list", "lobby"}) == "ID  NAME     COLOUR   PLAYERS\n0   scarlet  #d92626  ada\n");
  CHECK(here.out({"team", "assign", "lobby", "ada", "--none"}) == "player 1 \"ada\" is in no team\n");
  CHECK(here.run({"team", "assign", "lobby", "ada"}).code == 2);
  CHECK(here.out({"team", "remove", "lobby", "0"}) == "removed team 0 \"scarlet\"\n");
  CHECK(here.run({"team", "remove", "lobby", "scarlet"}).code == 1);
}

TEST_CASE("challenges are added, imported, put into sets, changed and removed") {
  const playground here;
  CHECK(here.out({"challenge", "add", "ice cream", "--points", "30", "--language", "en"})
        == "added challenge 1 \"ice cream\"\n");
  const auto csv = here.file("more.csv", "title,points\ntree,3\nhouse,4\n");
  CHECK(here.out({"challenge", "import", csv, "--set", "words"}) == "added 2 challenges; 0 were there already\n");
  const auto known = here.file("known.json", R"([{"title":"ice cream"},{"title":"tree"}])");
  CHECK(here.out({"challenge", "import", known, "--set", "words"}) == "added 0 challenges; 2 were there already\n");
  CHECK(here.out({"challenge", "sets"}) == "ID  NAME   CHALLENGES\n1   words  3\n");
  CHECK(here.out({"challenge", "set", "house", "--points", "9", "--title", "tower"})
        == "changed challenge 3 \"tower\"\n");
  CHECK(here.out({"challenge", "add-set", "few", "tree", "1"}) == "added challenge set 2 \"few\"\n");
  CHECK(here.out({"challenge", "list", "--set", "few"})
        == "ID  TITLE      POINTS  LANGUAGE  DESCRIPTION\n1   ice cream  30      en        \n2   tree       3       -  "
           "       \n");
  CHECK(here.out({"challenge", "set-set", "few", "--name", "many", "3", "ice cream", "tree"})
        == "changed challenge set 2 \"many\"\n");
  CHECK(here.out({"challenge", "set-set", "words", "--empty"}) == "changed challenge set 1 \"words\"\n");
  CHECK(here.out({"challenge", "sets"}) == "ID  NAME   CHALLENGES\n1   words  0\n2   many   3\n");
  CHECK(here.out({"challenge", "set-set", "2", "--name", "some"}) == "changed challenge set 2 \"some\"\n");
  CHECK(here.run({"challenge", "set-set", "some"}).code == 2);
  CHECK(here.run({"challenge", "set-set", "some", "--empty", "tree"}).code == 2);
  CHECK(here.run({"challenge", "set-set", "some", "--name", "words"}).errors.starts_with("atelier: name_taken: "));
  CHECK(here.run({"challenge", "remove-set", "few"}).code == 1);
  CHECK(here.out({"challenge", "remove-set", "words"}) == "removed challenge set 1 \"words\"\n");
  CHECK(here.out({"challenge", "sets"}) == "ID  NAME  CHALLENGES\n2   some  3\n");
  CHECK(here.out({"challenge", "remove", "tree"}) == "removed challenge 2 \"tree\"\n");
  CHECK(here.answer({"challenge", "list"}).at("challenges").size() == 2);
  CHECK(here.out({"challenge", "clear"}) == "removed 2 challenges and all sets\n");
  CHECK(here.run({"challenge", "import", here.file("a.txt", "")}).code == 2);
  CHECK(here.run({"challenge", "import", "/nowhere.json"}).code == 2);
}

TEST_CASE("a game is set up, started, played, shown and stopped") {
  const playground here;
  here.start_canvas();
  CHECK(here.run({"game", "config", "canvas", "cooldown_seconds=9"}).code == 1);
  CHECK(here.answer({"game", "config", "canvas"}).at("config").at("cooldown_seconds") == 0);
  const auto placed = here.out({"game", "do", "canvas", "place_pixel", "x=3", "y=4", "colour=2", "--as", "ada"});
  CHECK(placed.find("pixel.x       3\n") != std::string::npos);
  const auto nobody = here.run({"game", "do", "canvas", "place_pixel", "x=3", "y=4", "colour=2"});
  CHECK(nobody.code == 1);
  CHECK(nobody.errors.starts_with("atelier: unauthorized: "));
  CHECK(here.run({"game", "do", "canvas", "place_pixel", "x"}).code == 2);
  CHECK(here.out({"game", "state", "canvas"}).ends_with("PLAYER  TEAM  PLACED  SEEN\nada     -     1       1\n"));
  CHECK(here.out({"play", "canvas", "--once"}).ends_with("PLAYER  TEAM  PLACED  SEEN\nada     -     1       1\n"));
  CHECK(here.out({"game", "do", "canvas", "undo_player", "player=ada"})
        == "player     1\nrepainted  1\nundone     1\n");
  CHECK(here.out({"game", "stop", "canvas"}) == "game 1 is over: 0 pixels by 1 player\n");
  CHECK(here.out({"game", "config", "canvas", "cooldown_seconds=9"}).find("cooldown_seconds  9\n")
        != std::string::npos);
  const auto events = here.answer({"game", "events", "canvas", "--after", "1"}).at("events");
  REQUIRE(events.size() == 2);
  CHECK(events[0].at("event") == "pixels_undone");
  const auto told = here.out({"game", "events", "canvas", "--count", "1"});
  CHECK(told.starts_with("1 "));
  CHECK(told.ends_with(" * game 1 of place begins: ada\n"));
}

TEST_CASE("as a filter `play` does each line in its order, shows what came of it and ends") {
  const playground here;
  here.start_canvas();
  const auto end =
      here.play(R"(printf '/place_pixel x=1 y=2 colour=3\nhello\n/undo_player player=ada\n/stop')", "canvas --as ada");
  CHECK(end.code == 0);
  CHECK(end.errors == "you are ada\n");
  CHECK(end.out.starts_with("session 2 \"canvas\", mode place: game 1 since "));
  const auto placed = end.out.find("/place_pixel: pixel.at=");
  const auto said = end.out.find(" ada (claimed): hello\n");
  const auto undone = end.out.find(" * 1 pixel of ada undone, 1 repainted\n");
  const auto over = end.out.find(" * game 1 is over: 0 pixels by 1 player\n");
  CHECK(placed < undone);
  CHECK(undone < over);
  CHECK(said != std::string::npos);
  CHECK(over != std::string::npos);
}

TEST_CASE("as a filter `play` says by its exit code that something was refused") {
  const playground here;
  const auto end = here.play("echo /place_pixel x=1", "lobby");
  CHECK(end.code == 1);
  CHECK(end.errors.starts_with("atelier: /place_pixel: bad_data: "));
  CHECK(here.play("true", "nowhere").code == 1);
  CHECK(here.play("true", "lobby --join").code == 2);
}

TEST_CASE("a follower that is not read from shows every event once over a server that is killed") {
  playground here;
  here.start_canvas();
  auto follower = here.start({"--json", "play", "canvas", "--follow"});
  follower.wait_for_line("{\"events\"");
  constexpr int rounds = 3;
  for (int round = 0; round < rounds; ++round) {
    REQUIRE(here.run({"game", "do", "canvas", "place_pixel", "x=1", "y=1", "colour=2", "--as", "ada"}).code == 0);
    REQUIRE(here.run({"game", "do", "canvas", "undo_player", "player=ada"}).code == 0);
    here.server().kill();
    here.server().start();
  }
  REQUIRE(here.run({"game", "stop", "canvas"}).code == 0);
  std::vector<seqno_t> seen;
  for (std::string event; event != "ended";) {
    const auto line = json::parse("{\"at\"" + follower.wait_for_line("{\"at\""));
    event = line.at("event").get<std::string>();
    seen.push_back(line.at("seqno").get<seqno_t>());
  }
  CHECK(seen == std::vector<seqno_t>{2, 3, 4, 5});
  follower.send_signal(SIGINT);
  CHECK(follower.wait() == 130);
}

} // namespace atelier::cli
