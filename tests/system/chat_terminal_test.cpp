#include "client/connection.hpp"
#include "client/content_hash.hpp"
#include "tests/client/cli/chat_pseudo_terminal.hpp"
#include "tests/system/environment.hpp"
#include "tests/system/server_process.hpp"
#include "tests/temporary_folder.hpp"

#include <algorithm>
#include <cstdint>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <random>

using namespace atelier;
using namespace atelier::test;

namespace {

const std::string program = ATELIER_BIN_DIR "/atelier";
/// Of a new server, `lobby`.
constexpr session_id lobby{1};
constexpr auto prompt = "> ";

void write_noise(const std::filesystem::path& file, std::size_t size, unsigned seed) {
  std::mt19937 random{seed};
  std::string content(size, '\0');
  std::ranges::generate(content, [&] { return static_cast<char>(random()); });
  std::ofstream{file, std::ios::binary} << content;
}

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::string hash_of(const std::filesystem::path& file) {
  client::content_hash hash;
  hash.add(as_byte_view(content_of(file)));
  return hash.hex();
}

/// The size of all files in a folder, which may change meanwhile.
std::uintmax_t bytes_in(const std::filesystem::path& folder) {
  std::uintmax_t out = 0;
  std::error_code ignored;
  for (const auto& each : std::filesystem::directory_iterator{folder, ignored}) {
    const auto size = std::filesystem::file_size(each.path(), ignored);
    out += ignored ? 0 : size;
  }
  return out;
}

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

  /// Where the person is.
  [[nodiscard]] const std::filesystem::path& folder() const noexcept {
    return folder_.path();
  }
  /// The other one sends a file.
  void attach(const std::string& file) const {
    child_process sending{program, {"--connect", server_.unix_url(), "attach", "lobby", file}};
    REQUIRE_MESSAGE(sending.wait() == 0, sending.errors());
  }

private:
  temporary_folder folder_;
  server_process server_{folder_.path() / "data", {"--log-level", "off"}};
  chat_pseudo_terminal terminal_{program, {"--connect", server_.unix_url(), "chat", "lobby"}, folder_.path().string()};
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

TEST_CASE("a file arrives whole and is said once over a server that is killed in its midst") {
  chat_room room;
  int in_the_midst = 0;
  for (unsigned round = 1; round <= 3; ++round) {
    CAPTURE(round);
    const auto name = "file " + std::to_string(round) + ".bin";
    write_noise(room.folder() / name, 5'000'000, round);
    room.terminal().type(".file ~/" + name + "\rhalf a line");
    const auto partials = room.server().data() / "attachments" / "partial";
    REQUIRE(eventually([&] { return bytes_in(partials) > 0 || room.rows_with("[file " + name) > 0; }));
    room.server().kill();
    in_the_midst += bytes_in(partials) > 0 && bytes_in(partials) < 5'000'000;
    REQUIRE(room.terminal().shows([&](const chat_screen&) { return room.rows_with("trying again") == round; }));
    CHECK(room.types("half a line"));
    room.server().start();
    REQUIRE(room.terminal().shows("[file " + name));
    REQUIRE(room.terminal().shows([&](const chat_screen&) { return room.rows_with("server is back") == round; }));
    room.terminal().type("\x15");
    const auto copy = room.folder() / ("copy " + std::to_string(round));
    child_process fetching{
        program, {"--connect", room.server().unix_url(), "fetch", hash_of(room.folder() / name), "-o", copy.string()}};
    CHECK(fetching.wait() == 0);
    CHECK(content_of(copy) == content_of(room.folder() / name));
  }
  CHECK(in_the_midst > 0);
  room.terminal().type(".quit\r");
  CHECK(room.terminal().wait() == 0);
  for (unsigned round = 1; round <= 3; ++round)
    CHECK(room.rows_with("[file file " + std::to_string(round) + ".bin") == 1);
  CHECK(room.rows_with("not sent") == 0);
  CHECK(room.terminal().screen().complaint() == "");
  CHECK_FALSE(std::filesystem::exists(room.folder() / "files"));
}

TEST_CASE("files and images of others are fetched, also those that came while the server was away") {
  chat_room room;
  const auto photo = room.folder() / "photo.png";
  std::filesystem::copy_file(ATELIER_SOURCE_DIR "/docs/page.png", photo);
  const auto notes = room.folder() / "notes.bin";
  write_noise(notes, 3'000'000, 7);
  room.attach(photo.string());
  REQUIRE(room.terminal().shows_wrapped("lies in ./images/photo.png"));
  CHECK(content_of(room.folder() / "images/photo.png") == content_of(photo));
  room.terminal().type("half a line");
  room.server().kill();
  REQUIRE(room.terminal().shows("trying again"));
  room.server().start();
  room.attach(notes.string());
  room.attach(notes.string());
  REQUIRE(room.terminal().shows_wrapped("lies in ./files/notes (2).bin"));
  CHECK(content_of(room.folder() / "files/notes.bin") == content_of(notes));
  CHECK(content_of(room.folder() / "files/notes (2).bin") == content_of(notes));
  CHECK(room.types("half a line"));
  room.terminal().type("\x15.image " + notes.string() + "\r");
  REQUIRE(room.terminal().shows_wrapped("it is no PNG, JPEG, WebP or GIF"));
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
