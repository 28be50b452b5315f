#include "tests/client/cli/chat_pseudo_terminal.hpp"
#include "tests/client/cli/chat_twin.hpp"
#include "tests/manager/child_process.hpp"
#include "tests/system/environment.hpp"
#include "tests/temporary_folder.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>

namespace atelier::cli {

namespace {

using client::chat_twin;
using client::noise;
using test::chat_pseudo_terminal;
using test::chat_screen;
using test::child_process;

const std::string program = ATELIER_BIN_DIR "/atelier";

void write(const std::filesystem::path& file, byte_view content) {
  std::ofstream out{file, std::ios::binary | std::ios::trunc};
  out.write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
}

bytes read(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  const auto raw = as_byte_view(text);
  return {raw.begin(), raw.end()};
}

std::size_t rows_with(const chat_screen& screen, const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      screen.rows(), [&](const std::string& row) { return row.find(text) != std::string::npos; }));
}

/// A server, and a person who talks there from a folder of his own.
struct desk {
  chat_twin server;
  test::temporary_folder folder;

  [[nodiscard]] chat_pseudo_terminal sit_down() const {
    return {program, {"--connect", server.url(), "chat", "lobby"}, folder.path().string()};
  }
  [[nodiscard]] bytes received(const std::string& file) const {
    return read(folder.path() / file);
  }
};

/// What comes to the screen when a person types `keys`.
void type_and_see(chat_pseudo_terminal& at, const std::string& keys, const std::string& text) {
  at.type(keys);
  REQUIRE(at.shows_wrapped(text));
}

} // namespace

TEST_CASE("a file is sent from the home folder, its name with blanks, and the line that is typed stays whole") {
  desk here;
  const auto content = noise(3'000'000);
  write(here.folder.path() / "my cat.bin", content);
  auto terminal = here.sit_down();
  REQUIRE(terminal.shows(">"));
  type_and_see(terminal, ".file ~/my cat.bin\rhalf a line", "[file my cat.bin");
  CHECK(terminal.shows([](const chat_screen& screen) { return screen.typed_line("> ") == "> half a line"; }));
  CHECK(rows_with(terminal.screen(), "my cat.bin: 50 % sent") == 1);
  CHECK(rows_with(terminal.screen(), "[file my cat.bin") == 1);
  CHECK(here.server.file_of(0) == content);
  terminal.type("\x15.quit\r");
  CHECK(terminal.wait() == 0);
  CHECK(terminal.screen().complaint() == "");
  // It is one's own.
  CHECK_FALSE(std::filesystem::exists(here.folder.path() / "files"));
}

TEST_CASE("what is no image, or no file at all, is refused by name before anything is sent") {
  desk here;
  write(here.folder.path() / "cat.txt", as_byte_view("a cat"));
  auto terminal = here.sit_down();
  REQUIRE(terminal.shows(">"));
  type_and_see(terminal, ".image cat.txt\r", "it is no PNG");
  type_and_see(terminal, ".file dog.txt\r", "No such file");
  type_and_see(terminal, ".file .\r", "it is a folder");
  type_and_see(terminal, ".file\r", "needs the path");
  using namespace std::string_view_literals;
  write(here.folder.path() / "cat.png", as_byte_view("\x89PNG\r\n\x1a\n and more"sv));
  type_and_see(terminal, ".image ./cat.png\r", "[file cat.png");
  CHECK(here.server.texts().size() == 1);
}

TEST_CASE("an upload whose connection ends at every tenth piece arrives whole and is said once") {
  desk here;
  here.server.cut_at_every(10);
  const auto content = noise(5'000'000);
  write(here.folder.path() / "cat.bin", content);
  auto terminal = here.sit_down();
  REQUIRE(terminal.shows(">"));
  type_and_see(terminal, ".file cat.bin\r", "[file cat.bin");
  CHECK(here.server.texts().size() == 1);
  CHECK(here.server.file_of(0) == content);
  CHECK(here.server.connections() > 5);
  CHECK(rows_with(terminal.screen(), "not sent") == 0);
  terminal.type("\x04");
  CHECK(terminal.wait() == 0);
}

TEST_CASE("what others send is put into ./files under a clean name that is free") {
  desk here;
  std::filesystem::create_directory(here.folder.path() / "files");
  write(here.folder.path() / "files/passwd", as_byte_view("mine"));
  auto terminal = here.sit_down();
  REQUIRE(terminal.shows(">"));
  type_and_see(terminal, "gift ../../etc/passwd\r", "lies in ./files/passwd (2)");
  type_and_see(terminal, "gift .cat.bin\r", "lies in ./files/cat.bin");
  type_and_see(terminal, "gift cat.bin\r", "./files/cat (2).bin");
  CHECK(as_text(here.received("files/passwd")) == "mine");
  CHECK(here.received("files/passwd (2)") == here.server.file_of(1));
  CHECK(here.received("files/cat.bin") == here.server.file_of(3));
  CHECK(here.received("files/cat (2).bin") == here.server.file_of(5));
  terminal.type("\x04");
  CHECK(terminal.wait() == 0);
  CHECK(std::distance(std::filesystem::directory_iterator{here.folder.path() / "files"}, {}) == 4);
  CHECK(terminal.screen().complaint() == "");
}

TEST_CASE("files of the past are left where they are until they are asked for, also over cuts") {
  desk here;
  const auto content = noise(3'000'000);
  here.server.add_file("old.png", content, "image");
  here.server.cut_at_every(10);
  auto terminal = here.sit_down();
  REQUIRE(terminal.shows("[image old.png"));
  type_and_see(terminal, ".get 7\r", "message 7 is not among");
  CHECK_FALSE(std::filesystem::exists(here.folder.path() / "images"));
  type_and_see(terminal, ".get 1\r", "lies in ./images/old.png");
  CHECK(here.received("images/old.png") == content);
  CHECK(here.server.connections() > 2);
}

TEST_CASE("content that has another hash is not kept") {
  desk here;
  here.server.add_file("cat.bin", noise(300'000));
  here.server.spoil_files();
  auto terminal = here.sit_down();
  REQUIRE(terminal.shows("[file cat.bin"));
  type_and_see(terminal, ".get 1\r", "is not fetched");
  CHECK(std::filesystem::is_empty(here.folder.path() / "files"));
}

TEST_CASE("as a filter it fetches what others send, and says lines with .file as they are") {
  desk here;
  const auto folder = here.folder.path().string();
  write(here.folder.path() / "input", as_byte_view("gift cat.bin\n.file /etc/passwd\n"));
  child_process run{"/bin/sh",
                    {"-c", "cd '" + folder + "' && exec " + program + " --connect " + here.server.url()
                               + " chat --follow lobby < input"}};
  REQUIRE(test::eventually([&] { return run.errors().find("lies in ./files/cat.bin") != std::string::npos; }));
  CHECK(here.received("files/cat.bin") == here.server.file_of(1));
  CHECK(here.server.texts() == std::vector<std::string>{"gift cat.bin", "", ".file /etc/passwd"});
}

} // namespace atelier::cli
