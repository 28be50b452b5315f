#include "tests/manager/child_process.hpp"
#include "tests/temporary_folder.hpp"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <netinet/in.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using atelier::test::child_process;
using atelier::test::temporary_folder;

namespace {

const std::string program = ATELIER_BIN_DIR "/atelierd";

class data_place {
public:
  data_place() = default;
  data_place(const data_place&) = delete;
  data_place& operator=(const data_place&) = delete;
  ~data_place() {
    // A test may have left it closed, and what is closed can't be removed.
    std::filesystem::permissions(root_.path(), std::filesystem::perms::owner_all);
  }
  [[nodiscard]] std::filesystem::path folder() const {
    return root_.path() / "data";
  }
  [[nodiscard]] std::filesystem::path socket() const {
    return folder() / "atelier.sock";
  }
  [[nodiscard]] std::vector<std::string> arguments(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> all{"--data", folder().string(), "--http", "127.0.0.1:0"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

private:
  temporary_folder root_;
};

int connect_to(const std::filesystem::path& file) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, file.c_str(), sizeof address.sun_path - 1);
  const auto socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  return socket;
}

int connect_to(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const auto socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  return socket;
}

std::string read_exactly(int socket, std::size_t size) {
  std::string text(size, ' ');
  for (std::size_t at = 0; at < size;) {
    const auto count = ::read(socket, text.data() + at, size - at);
    REQUIRE(count > 0);
    at += static_cast<std::size_t>(count);
  }
  return text;
}

std::string read_frame(int socket) {
  const auto header = read_exactly(socket, 5);
  std::uint32_t length = 0;
  for (std::size_t i = 0; i < 4; ++i)
    length = length << 8 | static_cast<unsigned char>(header[i]);
  return read_exactly(socket, length - 1);
}

void write_frame(int socket, const std::string& text) {
  const auto length = static_cast<std::uint32_t>(text.size() + 1);
  std::string frame{static_cast<char>(length >> 24), static_cast<char>(length >> 16), static_cast<char>(length >> 8),
                    static_cast<char>(length), 'J'};
  frame += text;
  REQUIRE(::write(socket, frame.data(), frame.size()) == static_cast<ssize_t>(frame.size()));
}

std::uint16_t port_after(const std::string& rest_of_line) {
  return static_cast<std::uint16_t>(std::stoi(rest_of_line));
}

// Ends with the line for a person, after what was logged.
std::string last_line(const std::string& text) {
  const auto end = text.find_last_not_of('\n') + 1;
  const auto begin = text.rfind('\n', end - 1) + 1;
  return text.substr(begin, end - begin);
}

} // namespace

TEST_CASE("the server says what it listens on, and stops cleanly on SIGINT and SIGTERM") {
  for (const auto number : {SIGINT, SIGTERM}) {
    CAPTURE(number);
    const data_place place;
    child_process server{program, place.arguments({"--tcp", "127.0.0.1:0"})};
    CHECK(server.wait_for_line("listening on unix:") == place.socket().string());
    ::close(connect_to(port_after(server.wait_for_line("listening on http://127.0.0.1:"))));
    ::close(connect_to(port_after(server.wait_for_line("listening on tcp:127.0.0.1:"))));
    CHECK(server.wait_for_line("ready").empty());
    server.send_signal(number);
    CHECK(server.wait() == 0);
    CHECK_FALSE(std::filesystem::exists(place.socket()));
  }
}

TEST_CASE("a client hears hello first, and goodbye when the server stops") {
  const data_place place;
  child_process server{program, place.arguments()};
  server.wait_for_line("ready");
  const auto client = connect_to(place.socket());
  CHECK(read_frame(client).starts_with(R"({"type":"hello")"));
  server.send_signal(SIGTERM);
  const auto goodbye = read_frame(client);
  CHECK(goodbye.find("goodbye") != std::string::npos);
  CHECK(goodbye.find("shutting_down") != std::string::npos);
  ::close(client);
  CHECK(server.wait() == 0);
}

TEST_CASE("the owner of the Unix socket may shut the server down") {
  const data_place place;
  child_process server{program, place.arguments()};
  server.wait_for_line("ready");
  const auto client = connect_to(place.socket());
  static_cast<void>(read_frame(client));
  write_frame(client, R"({"type":"command","id":1,"action":"shutdown","args":{}})");
  CHECK(read_frame(client).find(R"("response")") != std::string::npos);
  CHECK(read_frame(client).find("goodbye") != std::string::npos);
  ::close(client);
  CHECK(server.wait() == 0);
}

TEST_CASE("a server starts again where it stopped, and after it was killed") {
  const data_place place;
  for (const auto number : {SIGTERM, SIGKILL, SIGTERM}) {
    child_process server{program, place.arguments()};
    server.wait_for_line("ready");
    server.send_signal(number);
    CHECK(server.wait() == (number == SIGKILL ? -SIGKILL : 0));
  }
}

TEST_CASE("a wrong option ends with 2 and one line") {
  child_process server{program, {"--http", "nowhere"}};
  CHECK(server.wait() == 2);
  const auto errors = server.errors();
  CHECK(errors.starts_with("atelierd: --http: 'nowhere'"));
  CHECK(std::ranges::count(errors, '\n') == 1);
}

TEST_CASE("a server keeps the number that its data was made with, and another one ends with 2") {
  const data_place place;
  for (const auto& more : {std::vector<std::string>{"--srv-id", "7"}, {}, {"--srv-id", "7"}}) {
    child_process server{program, place.arguments(more)};
    server.wait_for_line("ready");
    const auto client = connect_to(place.socket());
    CHECK(read_frame(client).find(R"("srv_id":7)") != std::string::npos);
    ::close(client);
    server.send_signal(SIGTERM);
    CHECK(server.wait() == 0);
  }
  child_process server{program, place.arguments({"--srv-id", "8"})};
  CHECK(server.wait() == 2);
  CHECK(last_line(server.errors()).find("is of the server with the number 7, not 8") != std::string::npos);
}

TEST_CASE("an address in use ends with 3, and costs the next start nothing") {
  const data_place first;
  const data_place second;
  child_process server{program, first.arguments()};
  const auto port = server.wait_for_line("listening on http://127.0.0.1:");
  server.wait_for_line("ready");
  child_process late{program, {"--data", second.folder().string(), "--http", "127.0.0.1:" + port}};
  CHECK(late.wait() == 3);
  CHECK(last_line(late.errors()).starts_with("atelierd: cannot listen on http://127.0.0.1:" + port));
  CHECK_FALSE(std::filesystem::exists(second.socket()));
}

TEST_CASE("a data folder that another server holds ends with 4, and leaves that one alone") {
  const data_place place;
  child_process server{program, place.arguments()};
  server.wait_for_line("ready");
  child_process late{program, place.arguments()};
  CHECK(late.wait() == 4);
  CHECK(last_line(late.errors()).find(place.folder().string()) != std::string::npos);
  ::close(connect_to(place.socket()));
}

TEST_CASE("a second SIGINT ends the server at once, with 7 and without its socket file") {
  const data_place place;
  child_process server{program, place.arguments({"--shutdown-seconds", "3600"})};
  server.wait_for_line("ready");
  const auto client = connect_to(place.socket());
  static_cast<void>(read_frame(client));
  server.send_signal(SIGINT);
  CHECK(read_frame(client).find("goodbye") != std::string::npos);
  server.send_signal(SIGINT);
  CHECK(server.wait() == 7);
  ::close(client);
  CHECK_FALSE(std::filesystem::exists(place.socket()));
}

TEST_CASE("a data folder that is no folder ends with 5") {
  const data_place place;
  std::ofstream{place.folder()} << "a file";
  child_process server{program, place.arguments({"--socket", place.folder().string() + ".sock"})};
  CHECK(server.wait() == 5);
  CHECK(last_line(server.errors()).find(place.folder().string()) != std::string::npos);
}

TEST_CASE("data of a newer version ends with 6, and is left as it is") {
  const data_place place;
  {
    child_process server{program, place.arguments()};
    server.wait_for_line("ready");
    server.send_signal(SIGTERM);
    REQUIRE(server.wait() == 0);
  }
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open((place.folder() / "atelier.db").c_str(), &database) == SQLITE_OK);
  REQUIRE(sqlite3_exec(database, "PRAGMA user_version = 1000000", nullptr, nullptr, nullptr) == SQLITE_OK);
  REQUIRE(sqlite3_close(database) == SQLITE_OK);
  child_process server{program, place.arguments()};
  CHECK(server.wait() == 6);
  CHECK(last_line(server.errors()).find("1000000") != std::string::npos);
}

TEST_CASE("a disk that takes no more ends with 8, and the clients hear it") {
  const data_place place;
  // The shell's unit is 512 bytes: a new database fits, and little more.
  const std::string limited = "ulimit -f 450; exec \"$0\" \"$@\"";
  std::vector<std::string> arguments{"-c", limited, program};
  const auto more = place.arguments();
  arguments.insert(arguments.end(), more.begin(), more.end());
  child_process server{"/bin/sh", arguments};
  server.wait_for_line("ready");
  const auto client = connect_to(place.socket());
  static_cast<void>(read_frame(client));
  const std::string name(150, 'x');
  std::string heard;
  for (int i = 0; heard.find("goodbye") == std::string::npos; ++i) {
    REQUIRE(i < 10'000);
    write_frame(client, R"({"type":"command","id":1,"session":1,"action":"add_picture","args":{"name":")" + name
                            + std::to_string(i) + R"(","width":8,"height":8}})");
    do
      heard = read_frame(client);
    while (heard.find("broadcast") != std::string::npos);
  }
  CHECK(heard.find("internal_error") != std::string::npos);
  ::close(client);
  CHECK(server.wait() == 8);
  CHECK(last_line(server.errors()).starts_with("atelierd: "));
}

TEST_CASE("a damaged database ends with 9") {
  const data_place place;
  std::filesystem::create_directories(place.folder());
  std::ofstream{place.folder() / "atelier.db"} << std::string(8192, 'x');
  child_process server{program, place.arguments()};
  CHECK(server.wait() == 9);
  CHECK(last_line(server.errors()).find("atelier.db") != std::string::npos);
}

TEST_CASE("a client that stays after its goodbye is cut off when the time is over, and the server ends with 7") {
  const data_place place;
  child_process server{program, place.arguments({"--shutdown-seconds", "0.3"})};
  server.wait_for_line("ready");
  const auto client = connect_to(place.socket());
  static_cast<void>(read_frame(client));
  server.send_signal(SIGTERM);
  CHECK(server.wait() == 7);
  ::close(client);
  CHECK_FALSE(std::filesystem::exists(place.socket()));
}
