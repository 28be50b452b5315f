#include "manager/options.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <unistd.h>

using namespace atelier;
using namespace std::chrono_literals;

namespace {

options accepted(const std::vector<std::string>& arguments) {
  auto parsed = parse_options(arguments);
  if (const auto* exit = std::get_if<early_exit>(&parsed))
    FAIL(exit->text);
  return std::get<options>(parsed);
}

std::string refused(const std::vector<std::string>& arguments) {
  const auto parsed = parse_options(arguments);
  REQUIRE(std::holds_alternative<early_exit>(parsed));
  const auto& exit = std::get<early_exit>(parsed);
  CHECK(exit.code == exit_code::wrong_option);
  CHECK(exit.text.find('\n') == std::string::npos);
  return exit.text;
}

bool mentions(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

class configuration_file {
public:
  explicit configuration_file(std::string_view text)
      : path_{std::filesystem::temp_directory_path() / ("atelier-options-" + std::to_string(::getpid()) + ".toml")} {
    std::ofstream{path_} << text;
  }
  configuration_file(const configuration_file&) = delete;
  configuration_file& operator=(const configuration_file&) = delete;
  ~configuration_file() {
    std::filesystem::remove(path_);
  }
  [[nodiscard]] std::string path() const {
    return path_.string();
  }

private:
  std::filesystem::path path_;
};

} // namespace

TEST_CASE("without options the server is for this machine alone") {
  const auto o = accepted({});
  CHECK(o.data == "./atelier-data");
  CHECK(o.socket == "./atelier-data/atelier.sock");
  CHECK(o.http == host_port{"127.0.0.1", 7070});
  CHECK_FALSE(o.tcp);
  CHECK(o.io_threads == 0);
  CHECK(o.bounds.snapshot_interval == 30s);
}

TEST_CASE("the socket lies in the data folder unless it is named") {
  CHECK(accepted({"--data", "/srv/a"}).socket == "/srv/a/atelier.sock");
  CHECK(accepted({"--data", "/srv/a", "--socket", "/run/a.sock"}).socket == "/run/a.sock");
}

TEST_CASE("transports are named, moved and turned off") {
  CHECK(accepted({"--http", "[::1]:0"}).http == host_port{"::1", 0});
  CHECK(accepted({"--tcp", "0.0.0.0:7071"}).tcp == host_port{"0.0.0.0", 7071});
  CHECK_FALSE(accepted({"--http", "off"}).http);
}

TEST_CASE("the server's number is what the data has unless it is given") {
  CHECK_FALSE(accepted({}).srv_id);
  CHECK(accepted({"--srv-id", "0"}).srv_id == 0);
  CHECK(accepted({"--srv-id", "4294967295"}).srv_id == 4'294'967'295);
  for (const auto* value : {"-1", "4294967296", "1.5", "one", ""}) {
    CAPTURE(value);
    CHECK(mentions(refused({"--srv-id", value}), "--srv-id"));
  }
  CHECK(mentions(refused({"--srv-id", "4294967296"}), "4294967296"));
}

TEST_CASE("origins and hosts may be repeated") {
  const auto o = accepted(
      {"--allow-origin", "https://a.example", "--allow-origin", "https://b.example", "--allow-host", "draw.example"});
  CHECK(o.allowed_origins == std::vector<std::string>{"https://a.example", "https://b.example"});
  CHECK(o.allowed_hosts == std::vector<std::string>{"draw.example"});
}

TEST_CASE("servers to follow may be repeated and stand once each") {
  const auto o = accepted({"--feed-peer", "ws://a.example:7070", "--feed-peer", "ws://[::1]:7071/ws", "--feed-peer",
                           "ws://A.example:7070/ws"});
  CHECK(o.feed_peers == std::vector<std::string>{"ws://a.example:7070/ws", "ws://[::1]:7071/ws"});
  const configuration_file file{"feed-peer = [\"ws://a:1/ws\", \"ws://b:2\"]\n"};
  CHECK(accepted({"--config", file.path()}).feed_peers == std::vector<std::string>{"ws://a:1/ws", "ws://b:2/ws"});
  const auto wrong = refused({"--feed-peer", "http://a.example:7070"});
  CHECK(mentions(wrong, "--feed-peer"));
  CHECK(mentions(wrong, "http://a.example:7070"));
  CHECK(mentions(wrong, "ws://HOST:PORT/ws"));
  const auto help = std::get<early_exit>(parse_options({"--help"}));
  CHECK(mentions(help.text, "--feed-peer"));
}

TEST_CASE("limits are set in their units") {
  const auto o = accepted({"--frame-bytes-max", "2097152", "--snapshot-seconds", "2.5", "--pixels-per-second",
                           "20000000", "--stall-seconds", "3", "--shutdown-seconds", "0.5", "--flush-milliseconds",
                           "1.5", "--connections-max", "12"});
  CHECK(o.bounds.frame_bytes_max == 2'097'152);
  CHECK(o.bounds.snapshot_interval == 2500ms);
  CHECK(o.bounds.pixels_per_second == 20'000'000);
  CHECK(o.bounds.stall_max == 3s);
  CHECK(o.bounds.shutdown_max == 500ms);
  CHECK(o.bounds.flush_interval == 1500us);
  CHECK(o.bounds.connections_max == 12);
}

TEST_CASE("what was given is known by the names of settings, so that it wins over what was stored") {
  CHECK(accepted({}).given.empty());
  CHECK(accepted({"--snapshot-seconds", "60"}).given == std::set<std::string>{"snapshot_seconds"});
  const configuration_file file{"pictures-max = 3\n"};
  CHECK(accepted({"--config", file.path()}).given.contains("pictures_max"));
}

TEST_CASE("a configuration file sets what the command line does not") {
  const configuration_file file{"data = \"/srv/drawings\"\nhttp = \"127.0.0.1:8000\"\nsnapshot-seconds = 7\n"
                                "allow-origin = [\"https://a.example\", \"https://b.example\"]\n"};
  const auto o = accepted({"--config", file.path(), "--http", "127.0.0.1:9000"});
  CHECK(o.data == "/srv/drawings");
  CHECK(o.http == host_port{"127.0.0.1", 9000});
  CHECK(o.bounds.snapshot_interval == 7s);
  CHECK(o.allowed_origins.size() == 2);
}

TEST_CASE("a wrong option is refused with its name and value") {
  CHECK(mentions(refused({"--colour", "red"}), "--colour"));
  CHECK(mentions(refused({"here"}), "here"));
  CHECK(mentions(refused({"--http", "7070"}), "--http: '7070' has no port"));
  CHECK(mentions(refused({"--tcp", "localhost:70700"}), "--tcp: 'localhost:70700'"));
  CHECK(mentions(refused({"--io-threads", "many"}), "many"));
  CHECK(mentions(refused({"--log-level", "loud"}), "loud"));
  CHECK(mentions(refused({"--web", "/does/not/exist"}), "/does/not/exist"));
  CHECK(mentions(refused({"--data", ""}), "--data"));
}

TEST_CASE("a limit out of its range is refused with its value and the range") {
  for (const auto* value : {"0", "-1", "9000", "4096.5", "big"}) {
    CAPTURE(value);
    CHECK(mentions(refused({"--picture-side-max", value}), value));
  }
  CHECK(mentions(refused({"--picture-side-max", "9000"}), "8192"));
  CHECK(mentions(refused({"--shutdown-seconds", "0"}), "--shutdown-seconds"));
  CHECK(mentions(refused({"--frame-bytes-max", "1000"}), "261120"));
  CHECK(mentions(refused({"--pixels-per-second", "1000"}), "--pixels-per-second"));
}

TEST_CASE("limits that contradict each other are refused with both values") {
  const auto log = refused({"--backlog-bytes-max", "2000000", "--log-bytes-max", "1000000"});
  CHECK(mentions(log, "--backlog-bytes-max (2000000)"));
  CHECK(mentions(log, "--log-bytes-max (1000000)"));
  const auto pixels = refused({"--pixels-saved-max", "16777215"});
  CHECK(mentions(pixels, "--pixels-saved-max (16777215)"));
  CHECK(mentions(pixels, "16777216"));
}

TEST_CASE("a wrong configuration file is refused with its name or the unknown word") {
  CHECK(mentions(refused({"--config", "/does/not/exist.toml"}), "/does/not/exist.toml"));
  const configuration_file unknown{"colour = \"red\"\n"};
  CHECK(mentions(refused({"--config", unknown.path()}), "colour"));
  const configuration_file wrong{"snapshot-seconds = \"soon\"\n"};
  CHECK(mentions(refused({"--config", wrong.path()}), "soon"));
}

TEST_CASE("help and version are for stdout and end well") {
  const auto help = std::get<early_exit>(parse_options({"--help"}));
  CHECK(help.code == exit_code::clean);
  for (const auto* text : {"--data", "--srv-id", "--allow-origin", "--snapshot-seconds", "Exit codes:", "  9  "})
    CHECK(mentions(help.text, text));
  const auto version = std::get<early_exit>(parse_options({"--version"}));
  CHECK(version.code == exit_code::clean);
  CHECK(version.text.starts_with("atelier "));
}
