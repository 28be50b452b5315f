#include "manager/listening_socket.hpp"
#include "tests/temporary_folder.hpp"

#include <cstring>
#include <doctest/doctest.h>
#include <fstream>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace atelier;
using test::temporary_folder;

namespace {

bool can_connect(const std::filesystem::path& file) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, file.c_str(), sizeof address.sun_path - 1);
  const auto socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto connected = ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(socket);
  return connected;
}

bool can_connect(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const auto socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto connected = ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(socket);
  return connected;
}

std::uint16_t port_in(const std::string& url) {
  return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
}

// What a server leaves behind that was killed.
void leave_dead_socket(const std::filesystem::path& file) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, file.c_str(), sizeof address.sun_path - 1);
  const auto socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  ::close(socket);
}

} // namespace

TEST_CASE("the socket file is for its owner alone and goes with the listener") {
  const temporary_folder folder;
  const auto file = folder.path() / "a.sock";
  {
    const auto listening = listening_socket::local(file);
    REQUIRE(listening);
    CHECK(listening->url() == "unix:" + file.string());
    CHECK(can_connect(file));
    struct stat found {};
    REQUIRE(::stat(file.c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0600);
  }
  CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("listening on a socket file leaves the umask as it was") {
  const temporary_folder folder;
  const auto before = ::umask(022);
  const auto listening = listening_socket::local(folder.path() / "a.sock");
  CHECK(::umask(before) == 022);
}

TEST_CASE("a socket file that a dead server left is replaced") {
  const temporary_folder folder;
  const auto file = folder.path() / "a.sock";
  leave_dead_socket(file);
  const auto listening = listening_socket::local(file);
  REQUIRE(listening);
  CHECK(can_connect(file));
}

TEST_CASE("a living server's socket is never replaced") {
  const temporary_folder folder;
  const auto file = folder.path() / "a.sock";
  const auto first = listening_socket::local(file);
  REQUIRE(first);
  const auto second = listening_socket::local(file);
  REQUIRE_FALSE(second);
  CHECK(second.error() == "cannot listen on unix:" + file.string() + ": another server listens there");
  CHECK(can_connect(file));
}

TEST_CASE("a living server that is too busy to accept is still a living one") {
  const temporary_folder folder;
  const auto file = folder.path() / "a.sock";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, file.c_str(), sizeof address.sun_path - 1);
  const auto busy = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(::bind(busy, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(::listen(busy, 0) == 0);
  const auto waiting = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(::connect(waiting, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  CHECK_FALSE(listening_socket::local(file));
  CHECK(std::filesystem::exists(file));
  ::close(waiting);
  ::close(busy);
}

TEST_CASE("a file that is no socket is left alone") {
  const temporary_folder folder;
  const auto file = folder.path() / "notes.txt";
  std::ofstream{file} << "mine";
  const auto listening = listening_socket::local(file);
  REQUIRE_FALSE(listening);
  CHECK(listening.error().find("no socket") != std::string::npos);
  CHECK(std::filesystem::file_size(file) == 4);
}

TEST_CASE("a path that is too long for a socket is refused with both lengths") {
  const temporary_folder folder;
  const auto file = folder.path() / std::string(200, 'x');
  const auto listening = listening_socket::local(file);
  REQUIRE_FALSE(listening);
  CHECK(listening.error().find(std::to_string(file.native().size())) != std::string::npos);
  CHECK(listening.error().find("107") != std::string::npos);
}

TEST_CASE("a folder that is missing is named") {
  const auto listening = listening_socket::local("/does/not/exist/a.sock");
  REQUIRE_FALSE(listening);
  CHECK(listening.error().find("/does/not/exist/a.sock") != std::string::npos);
}

TEST_CASE("a socket file that somebody else has put there meanwhile is not removed") {
  const temporary_folder folder;
  const auto file = folder.path() / "a.sock";
  {
    const auto listening = listening_socket::local(file);
    REQUIRE(listening);
    std::filesystem::remove(file);
    leave_dead_socket(file);
  }
  CHECK(std::filesystem::exists(file));
}

TEST_CASE("port 0 takes a free port and says which") {
  const auto listening = listening_socket::internet(listener_kind::http, {"127.0.0.1", 0});
  REQUIRE(listening);
  CHECK(listening->url().starts_with("http://127.0.0.1:"));
  CHECK(port_in(listening->url()) != 0);
  CHECK(can_connect(port_in(listening->url())));
}

TEST_CASE("a port that is taken is refused with its address") {
  const auto first = listening_socket::internet(listener_kind::tcp, {"127.0.0.1", 0});
  REQUIRE(first);
  const auto second = listening_socket::internet(listener_kind::tcp, {"127.0.0.1", port_in(first->url())});
  REQUIRE_FALSE(second);
  CHECK(second.error().starts_with("cannot listen on " + first->url() + ": "));
}

TEST_CASE("a host that has no address is named") {
  const auto listening = listening_socket::internet(listener_kind::tcp, {"256.256.256.256", 0});
  REQUIRE_FALSE(listening);
  CHECK(listening.error().find("'256.256.256.256'") != std::string::npos);
}

TEST_CASE("a listener that is moved closes and removes its file once") {
  const temporary_folder folder;
  const auto file = folder.path() / "a.sock";
  std::optional<listening_socket> kept;
  {
    auto listening = listening_socket::local(file);
    REQUIRE(listening);
    kept.emplace(std::move(*listening));
  }
  CHECK(can_connect(file));
  kept.reset();
  CHECK_FALSE(std::filesystem::exists(file));
}
