#include "client/cli/image_file.hpp"
#include "client/connection.hpp"
#include "protocol/json_text.hpp"
#include "tests/system/server_process.hpp"
#include "tests/temporary_folder.hpp"

#include <csignal>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <random>

namespace atelier::cli {

namespace {

using test::child_process;
using test::server_process;
using test::temporary_folder;

struct ending {
  int code = 0;
  std::string out;
  std::string errors;
};

ending end_of(child_process& program) {
  const auto code = program.wait();
  return {code, program.output(), program.errors()};
}

const std::string program = ATELIER_BIN_DIR "/atelier";

/// A real server, and a folder for what the command line reads and writes.
class workplace {
public:
  [[nodiscard]] server_process& server() noexcept {
    return server_;
  }
  [[nodiscard]] std::string file(const std::string& name) const {
    return folder_.path() / name;
  }
  /// Starts `atelier` on this server's Unix socket.
  [[nodiscard]] child_process start(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--connect", server_.unix_url()});
    return {program, arguments};
  }
  /// Runs it to its end.
  [[nodiscard]] ending run(std::vector<std::string> arguments) const {
    auto started = start(std::move(arguments));
    return end_of(started);
  }

private:
  temporary_folder folder_;
  server_process server_{folder_.path() / "data", {"--log-level", "off"}};
};

image noise(std::uint16_t width, std::uint16_t height) {
  std::mt19937 random{7};
  image out{width, height};
  for (auto& pixel : out.pixels)
    pixel = {static_cast<std::uint8_t>(random()), static_cast<std::uint8_t>(random()),
             static_cast<std::uint8_t>(random()), 255};
  return out;
}

} // namespace

TEST_CASE("every scripted session passes on every transport") {
  workplace here;
  std::vector<std::string> files;
  for (const auto& each : std::filesystem::directory_iterator{ATELIER_SOURCE_DIR "/tests/scripts"})
    if (each.path().extension() == ".script")
      files.push_back(each.path().string());
  REQUIRE(files.size() > 10);
  for (std::size_t transport = 0; transport < 3; ++transport) {
    const auto address = here.server().url(transport);
    CAPTURE(address);
    std::vector<std::string> words{"--connect", address, "script"};
    words.insert(words.end(), files.begin(), files.end());
    child_process script{program, words};
    const auto end = end_of(script);
    CHECK(end.errors == "");
    CHECK(end.code == 0);
  }
}

TEST_CASE("a script that expects what does not come fails with its line and what came") {
  workplace here;
  const auto file = here.file("wrong.script");
  std::ofstream{file} << "client ada $CONNECT\n"
                         "ada > {\"type\":\"sing\"}\n"
                         "ada < {\"type\":\"error\",\"error\":{\"code\":\"malformed\"}}\n";
  const auto end = here.run({"script", file});
  CHECK(end.code == 4);
  CHECK(end.errors.starts_with(file + ":3: ada expected"));
  CHECK(end.errors.find("unknown_type") != std::string::npos);
}

TEST_CASE("a script compares what a client sees with what HTTP gives") {
  workplace here;
  const auto file = here.file("http.script");
  std::ofstream{file} << "client ada $CONNECT\n"
                         "ada > {\"type\":\"subscribe\",\"mux_id\":1,\"picture\":1}\n"
                         "ada wait sync 1\n"
                         "ada draw 1 1: ellipse 500 500 300 200 #ff800080; fill 0 0 #112233\n"
                         "ada wait seq 1 2\n"
                         "ada picture-png 1 $HTTP/pictures/1.png\n"
                         "ada picture-png 1 $HTTP/pictures/1.png?seq=1\n";
  const auto end = here.run({"script", "--set", "HTTP=" + here.server().http_url(), file});
  CHECK(end.code == 4);
  CHECK(end.errors.starts_with(file + ":7: "));
  CHECK(end.errors.find("pixels differ; the first at 0,0 is #112233ff in one") != std::string::npos);
}

TEST_CASE("an image that is drawn in strips is in the picture, and in what a watcher saw") {
  workplace here;
  const auto drawn = noise(90, 61);
  REQUIRE(write_image(here.file("drawn.png"), drawn));
  REQUIRE(here.run({"picture", "add", "canvas", "--width", "100", "--height", "70"}).code == 0);
  auto watcher = here.start({"--json", "watch", "canvas", "--until-seq", "5490", "--png", here.file("watched.png")});
  watcher.wait_for_line("{\"author\"");
  auto first = here.start({"draw", "canvas", here.file("drawn.png"), "--at", "3,5", "--strip", "1/2", "--quiet"});
  const auto second = here.run({"draw", "canvas", here.file("drawn.png"), "--at", "3,5", "--strip", "2/2", "--json"});
  CHECK(second.code == 0);
  CHECK(json::parse(second.out).at("durable") == 90 * 31);
  CHECK(first.wait() == 0);
  CHECK(watcher.wait() == 0);
  REQUIRE(here.run({"picture", "save", "canvas", here.file("saved.png")}).code == 0);
  image expected{100, 70};
  for (unsigned y = 0; y < drawn.height; ++y)
    for (unsigned x = 0; x < drawn.width; ++x)
      expected.at(x + 3, y + 5) = drawn.at(x, y);
  CHECK(read_image(here.file("saved.png")).value() == expected);
  CHECK(read_image(here.file("watched.png")).value() == expected);
}

TEST_CASE("a server that is killed while it is drawn on loses and doubles nothing") {
  workplace here;
  const auto drawn = noise(500, 300);
  REQUIRE(write_image(here.file("drawn.png"), drawn));
  REQUIRE(here.run({"picture", "add", "canvas", "--width", "500", "--height", "300"}).code == 0);
  auto watcher = here.start({"watch", "canvas", "--until-seq", "150000", "--png", here.file("watched.png")});
  watcher.wait_for_line("in sync");
  auto drawer = here.start({"draw", "canvas", here.file("drawn.png"), "--quiet", "--json"});
  // Both are connected once the first op has come through.
  watcher.wait_for_line("op 1 by");
  for (int i = 0; i < 3; ++i) {
    here.server().kill();
    here.server().start();
  }
  const auto end = end_of(drawer);
  CHECK(end.errors == "");
  CHECK(end.code == 0);
  CHECK(json::parse(end.out).at("durable") == 150'000);
  CHECK(watcher.wait() == 0);
  const auto shown = here.run({"--json", "pictures"});
  CHECK(json::parse(shown.out).at("pictures").at(1).at("seq") == 150'000);
  REQUIRE(here.run({"picture", "save", "canvas", here.file("saved.png")}).code == 0);
  CHECK(read_image(here.file("saved.png")).value() == drawn);
  CHECK(read_image(here.file("watched.png")).value() == drawn);
}

TEST_CASE("a drawing that was stopped goes on under the same client") {
  workplace here;
  const auto drawn = noise(40, 30);
  REQUIRE(write_image(here.file("drawn.png"), drawn));
  REQUIRE(here.run({"picture", "add", "canvas", "--width", "40", "--height", "30"}).code == 0);
  const std::string client = "3b0f8a52-5d3e-4a53-9c7e-0a1b2c3d4e5f";
  // Rows 0 to 9 stand for what a drawing had done when it was stopped.
  REQUIRE(here.run({"draw", "canvas", here.file("drawn.png"), "--client", client, "--rows", ":10"}).code == 0);
  const auto resumed = here.run({"draw", "canvas", here.file("drawn.png"), "--client", client, "--resume", "--json"});
  CHECK(resumed.code == 0);
  const auto shown = here.run({"--json", "pictures"});
  CHECK(json::parse(shown.out).at("pictures").at(1).at("seq") == 1'200);
  REQUIRE(here.run({"picture", "save", "canvas", here.file("saved.png")}).code == 0);
  CHECK(read_image(here.file("saved.png")).value() == drawn);
  const auto shorter =
      here.run({"draw", "canvas", here.file("drawn.png"), "--client", client, "--resume", "--rows", ":5"});
  CHECK(shorter.code == 2);
  CHECK(shorter.errors.find("--resume cannot go on") != std::string::npos);
}

TEST_CASE("Ctrl-C ends a watch with its own exit code, and the picture is still saved") {
  workplace here;
  auto watcher = here.start({"watch", "welcome", "--png", here.file("watched.png")});
  // The pipe takes stdout when the watch has nothing to do, which is after its sync.
  watcher.wait_for_line("in sync");
  watcher.send_signal(SIGINT);
  CHECK(watcher.wait() == 130);
  CHECK(read_image(here.file("watched.png")).value() == image{1000, 1000});
}

TEST_CASE("pictures are named by id or name, added, renamed and removed") {
  workplace here;
  CHECK(here.run({"ping"}).out.starts_with("atelier "));
  CHECK(here.run({"sessions"}).out.find("lobby") != std::string::npos);
  CHECK(here.run({"picture", "add", "one"}).out == "added picture 2 \"one\", 1000×1000\n");
  CHECK(here.run({"picture", "add", "one", "--prototype", "2"}).code == 0);
  const auto ambiguous = here.run({"picture", "remove", "one"});
  CHECK(ambiguous.code == 1);
  CHECK(ambiguous.errors.find("2, 3") != std::string::npos);
  CHECK(here.run({"picture", "rename", "3", "two"}).code == 0);
  CHECK(here.run({"picture", "remove", "one"}).code == 0);
  const auto listed = here.run({"pictures"});
  CHECK(listed.out.find("two") != std::string::npos);
  CHECK(listed.out.find("one") == std::string::npos);
}

TEST_CASE("more sessions than one answer holds are all listed") {
  workplace here;
  constexpr std::size_t count = 400;
  {
    const auto made = client::connect(here.server().unix_url());
    REQUIRE(made);
    for (std::size_t i = 0; i < count; ++i) {
      command what;
      what.action = "add_session";
      what.args = {{"name", std::to_string(i) + std::string(190, 'x')}};
      REQUIRE(made->commands.send(std::move(what)).get());
    }
    command what;
    what.action = "sessions";
    const auto page = made->commands.send(std::move(what)).get();
    REQUIRE(page);
    REQUIRE(page->at("more"));
  }
  const auto listed = here.run({"--json", "sessions"});
  REQUIRE(listed.code == 0);
  CHECK(json::parse(listed.out).at("sessions").size() == count + 1);
}

TEST_CASE("settings are shown and changed") {
  workplace here;
  CHECK(here.run({"set-config", "snapshot_seconds=77"}).code == 0);
  CHECK(here.run({"config"}).out.find("77") != std::string::npos);
  const auto refused = here.run({"set-config", "snapshot_seconds=never"});
  CHECK(refused.code == 1);
  CHECK(refused.errors.starts_with("atelier: bad_data: "));
  CHECK(here.run({"set-config", "snapshot_seconds"}).code == 2);
}

TEST_CASE("exit codes tell what kind of thing went wrong") {
  workplace here;
  CHECK(here.run({"--help"}).code == 0);
  CHECK(here.run({"--version"}).code == 0);
  CHECK(here.run({"picture", "save", "nobody", "x.png"}).code == 1);
  CHECK(here.run({}).code == 2);
  CHECK(here.run({"fly"}).code == 2);
  CHECK(here.run({"draw", "welcome", here.file("none.png")}).code == 2);
  REQUIRE(write_image(here.file("large.png"), image{1001, 2}));
  CHECK(here.run({"draw", "welcome", here.file("large.png")}).code == 2);
  CHECK(here.run({"--connect", "nowhere", "ping"}).code == 2);
  CHECK(here.run({"shutdown"}).code == 0);
  CHECK(here.server().wait() == 0);
  CHECK(here.run({"ping"}).code == 3);
}

} // namespace atelier::cli
