#include "client/cli/image_file.hpp"
#include "protocol/json_text.hpp"
#include "tests/client/cli/test_program.hpp"

#include <csignal>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>

namespace atelier::cli {

namespace {

namespace fs = std::filesystem;

/// A folder that is gone after the test.
class scratch_folder {
public:
  scratch_folder() {
    std::random_device random;
    path_ = fs::temp_directory_path() / ("atelier-" + std::to_string(random()) + std::to_string(random()));
    fs::create_directory(path_);
  }
  ~scratch_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;

  [[nodiscard]] std::string operator/(const std::string& name) const {
    return (path_ / name).string();
  }

private:
  fs::path path_;
};

/// A real server with a data folder of its own, on all transports.
class running_server {
public:
  running_server() {
    start();
  }
  void start() {
    program_.emplace("atelierd", std::vector<std::string>{"--data", folder_ / "data", "--tcp", "127.0.0.1:0", "--http",
                                                          "127.0.0.1:0", "--log-level", "off"});
    urls_.clear();
    std::string line;
    while ((line = program_->line_with("")) != "ready")
      if (line.starts_with("listening on "))
        urls_.push_back(line.substr(13));
    REQUIRE(urls_.size() == 3);
  }
  void kill() {
    program_->signal(SIGKILL);
    CHECK(program_->wait().code == -SIGKILL);
  }
  [[nodiscard]] int stopped() {
    return program_->wait().code;
  }

  [[nodiscard]] std::string socket() const {
    return "unix:" + (folder_ / "data/atelier.sock");
  }
  /// The addresses that the command line takes for what the server listens on.
  [[nodiscard]] std::vector<std::string> addresses() const {
    auto out = urls_;
    for (auto& each : out)
      if (each.starts_with("http://"))
        each = "ws://" + each.substr(7) + "/ws";
    return out;
  }
  [[nodiscard]] const scratch_folder& folder() const {
    return folder_;
  }

  /// Runs `atelier` on this server's Unix socket to its end.
  [[nodiscard]] test_program::result run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--connect", socket()});
    return test_program{"atelier", std::move(arguments)}.wait();
  }

private:
  scratch_folder folder_;
  std::optional<test_program> program_;
  std::vector<std::string> urls_;
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
  const running_server server;
  std::vector<std::string> files;
  for (const auto& each : fs::directory_iterator{ATELIER_SOURCE_DIR "/tests/scripts"})
    if (each.path().extension() == ".script")
      files.push_back(each.path().string());
  REQUIRE(files.size() > 10);
  for (const auto& address : server.addresses()) {
    CAPTURE(address);
    std::vector<std::string> words{"--connect", address, "script"};
    words.insert(words.end(), files.begin(), files.end());
    const auto ended = test_program{"atelier", std::move(words)}.wait();
    CHECK(ended.errors == "");
    CHECK(ended.code == 0);
  }
}

TEST_CASE("a script that expects what does not come fails with its line and what came") {
  const running_server server;
  const auto file = server.folder() / "wrong.script";
  std::ofstream{file} << "client ada $CONNECT\n"
                         "ada > {\"type\":\"sing\"}\n"
                         "ada < {\"type\":\"error\",\"error\":{\"code\":\"malformed\"}}\n";
  const auto ended = server.run({"script", file});
  CHECK(ended.code == 4);
  CHECK(ended.errors.starts_with(file + ":3: ada expected"));
  CHECK(ended.errors.find("unknown_type") != std::string::npos);
}

TEST_CASE("a script compares what a client sees with what HTTP gives") {
  const running_server server;
  std::string http;
  for (const auto& each : server.addresses())
    if (each.starts_with("ws://"))
      http = "http://" + each.substr(5, each.rfind('/') - 5);
  const auto file = server.folder() / "http.script";
  std::ofstream{file} << "client ada $CONNECT\n"
                         "ada > {\"type\":\"subscribe\",\"mux_id\":1,\"picture\":1}\n"
                         "ada wait sync 1\n"
                         "ada draw 1 1: ellipse 500 500 300 200 #ff800080; fill 0 0 #112233\n"
                         "ada wait seq 1 2\n"
                         "ada picture-png 1 $HTTP/pictures/1.png\n"
                         "ada picture-png 1 $HTTP/pictures/1.png?seq=1\n";
  const auto ended = server.run({"script", "--set", "HTTP=" + http, file});
  CHECK(ended.code == 4);
  CHECK(ended.errors.starts_with(file + ":7: "));
  CHECK(ended.errors.find("pixels differ; the first at 0,0 is #112233ff in one") != std::string::npos);
}

TEST_CASE("an image that is drawn in strips is in the picture, and in what a watcher saw") {
  const running_server server;
  const auto drawn = noise(90, 61);
  REQUIRE(write_image(server.folder() / "drawn.png", drawn));
  REQUIRE(server.run({"picture", "add", "canvas", "--width", "100", "--height", "70"}).code == 0);
  test_program watcher{"atelier",
                       {"--connect", server.socket(), "--json", "watch", "canvas", "--until-seq", "5490", "--png",
                        server.folder() / "watched.png"}};
  static_cast<void>(watcher.line_with("{\"author\""));
  test_program first{"atelier",
                     {"--connect", server.socket(), "draw", "canvas", server.folder() / "drawn.png", "--at", "3,5",
                      "--strip", "1/2", "--quiet"}};
  const auto second =
      server.run({"draw", "canvas", server.folder() / "drawn.png", "--at", "3,5", "--strip", "2/2", "--json"});
  CHECK(second.code == 0);
  CHECK(json::parse(second.out).at("durable") == 90 * 31);
  CHECK(first.wait().code == 0);
  CHECK(watcher.wait().code == 0);
  REQUIRE(server.run({"picture", "save", "canvas", server.folder() / "saved.png"}).code == 0);
  image expected{100, 70};
  for (unsigned y = 0; y < drawn.height; ++y)
    for (unsigned x = 0; x < drawn.width; ++x)
      expected.at(x + 3, y + 5) = drawn.at(x, y);
  CHECK(read_image(server.folder() / "saved.png").value() == expected);
  CHECK(read_image(server.folder() / "watched.png").value() == expected);
}

TEST_CASE("a server that is killed while it is drawn on loses and doubles nothing") {
  running_server server;
  const auto drawn = noise(500, 300);
  REQUIRE(write_image(server.folder() / "drawn.png", drawn));
  REQUIRE(server.run({"picture", "add", "canvas", "--width", "500", "--height", "300"}).code == 0);
  test_program watcher{"atelier",
                       {"--connect", server.socket(), "watch", "canvas", "--until-seq", "150000", "--png",
                        server.folder() / "watched.png"}};
  static_cast<void>(watcher.line_with("in sync"));
  test_program drawer{
      "atelier", {"--connect", server.socket(), "draw", "canvas", server.folder() / "drawn.png", "--quiet", "--json"}};
  // Both are connected once the first op has come through.
  static_cast<void>(watcher.line_with("op 1 by"));
  for (int i = 0; i < 3; ++i) {
    server.kill();
    server.start();
  }
  const auto ended = drawer.wait();
  CHECK(ended.errors == "");
  CHECK(ended.code == 0);
  CHECK(json::parse(ended.out).at("durable") == 150'000);
  CHECK(watcher.wait().code == 0);
  const auto shown = server.run({"--json", "pictures"});
  CHECK(json::parse(shown.out).at("pictures").at(1).at("seq") == 150'000);
  REQUIRE(server.run({"picture", "save", "canvas", server.folder() / "saved.png"}).code == 0);
  CHECK(read_image(server.folder() / "saved.png").value() == drawn);
  CHECK(read_image(server.folder() / "watched.png").value() == drawn);
}

TEST_CASE("a drawing that was stopped goes on under the same client") {
  const running_server server;
  const auto drawn = noise(40, 30);
  REQUIRE(write_image(server.folder() / "drawn.png", drawn));
  REQUIRE(server.run({"picture", "add", "canvas", "--width", "40", "--height", "30"}).code == 0);
  const std::string client = "3b0f8a52-5d3e-4a53-9c7e-0a1b2c3d4e5f";
  // Rows 0 to 9 stand for what a drawing had done when it was stopped.
  REQUIRE(server.run({"draw", "canvas", server.folder() / "drawn.png", "--client", client, "--rows", ":10"}).code == 0);
  const auto resumed =
      server.run({"draw", "canvas", server.folder() / "drawn.png", "--client", client, "--resume", "--json"});
  CHECK(resumed.code == 0);
  const auto shown = server.run({"--json", "pictures"});
  CHECK(json::parse(shown.out).at("pictures").at(1).at("seq") == 1'200);
  REQUIRE(server.run({"picture", "save", "canvas", server.folder() / "saved.png"}).code == 0);
  CHECK(read_image(server.folder() / "saved.png").value() == drawn);
  const auto shorter =
      server.run({"draw", "canvas", server.folder() / "drawn.png", "--client", client, "--resume", "--rows", ":5"});
  CHECK(shorter.code == 2);
  CHECK(shorter.errors.find("--resume cannot go on") != std::string::npos);
}

TEST_CASE("Ctrl-C ends a watch with its own exit code, and the picture is still saved") {
  const running_server server;
  test_program watcher{"atelier",
                       {"--connect", server.socket(), "watch", "welcome", "--png", server.folder() / "watched.png"}};
  // The pipe takes stdout when the watch has nothing to do, which is after its sync.
  static_cast<void>(watcher.line_with("in sync"));
  watcher.signal(SIGINT);
  CHECK(watcher.wait().code == 130);
  CHECK(read_image(server.folder() / "watched.png").value() == image{1000, 1000});
}

TEST_CASE("pictures are named by id or name, added, renamed and removed") {
  const running_server server;
  CHECK(server.run({"ping"}).out.starts_with("atelier "));
  CHECK(server.run({"sessions"}).out.find("lobby") != std::string::npos);
  CHECK(server.run({"picture", "add", "one"}).out == "added picture 2 \"one\", 1000×1000\n");
  CHECK(server.run({"picture", "add", "one", "--prototype", "2"}).code == 0);
  const auto ambiguous = server.run({"picture", "remove", "one"});
  CHECK(ambiguous.code == 1);
  CHECK(ambiguous.errors.find("2, 3") != std::string::npos);
  CHECK(server.run({"picture", "rename", "3", "two"}).code == 0);
  CHECK(server.run({"picture", "remove", "one"}).code == 0);
  const auto listed = server.run({"pictures"});
  CHECK(listed.out.find("two") != std::string::npos);
  CHECK(listed.out.find("one") == std::string::npos);
}

TEST_CASE("settings are shown and changed") {
  const running_server server;
  CHECK(server.run({"set-config", "snapshot_seconds=77"}).code == 0);
  CHECK(server.run({"config"}).out.find("77") != std::string::npos);
  const auto refused = server.run({"set-config", "snapshot_seconds=never"});
  CHECK(refused.code == 1);
  CHECK(refused.errors.starts_with("atelier: bad_data: "));
  CHECK(server.run({"set-config", "snapshot_seconds"}).code == 2);
}

TEST_CASE("exit codes tell what kind of thing went wrong") {
  running_server server;
  CHECK(server.run({"--help"}).code == 0);
  CHECK(server.run({"--version"}).code == 0);
  CHECK(server.run({"picture", "save", "nobody", "x.png"}).code == 1);
  CHECK(server.run({}).code == 2);
  CHECK(server.run({"fly"}).code == 2);
  CHECK(server.run({"draw", "welcome", server.folder() / "none.png"}).code == 2);
  REQUIRE(write_image(server.folder() / "large.png", image{1001, 2}));
  CHECK(server.run({"draw", "welcome", server.folder() / "large.png"}).code == 2);
  CHECK(server.run({"--connect", "nowhere", "ping"}).code == 2);
  CHECK(server.run({"shutdown"}).code == 0);
  CHECK(server.stopped() == 0);
  CHECK(server.run({"ping"}).code == 3);
}

} // namespace atelier::cli
