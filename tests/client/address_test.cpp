#include "client/address.hpp"

#include <doctest/doctest.h>

namespace atelier::client {

TEST_CASE("every kind of address is read and written back") {
  for (const std::string url : {"unix:/run/a b/atelier.sock", "unix:./atelier.sock", "tcp:example.org:7000",
                                "tcp:[::1]:7000", "ws://localhost:8080/ws", "ws://[fe80::1]:80/other/path"}) {
    CAPTURE(url);
    const auto read = parse_address(url);
    REQUIRE(read);
    CHECK(to_url(*read) == url);
  }
}

TEST_CASE("the path of a WebSocket is /ws where none is given") {
  CHECK(parse_address("ws://localhost:8080")->path == "/ws");
  CHECK(parse_address("ws://localhost:8080/")->path == "/ws");
}

TEST_CASE("an IPv6 number stands in brackets in an authority and without them in a host") {
  const auto read = parse_address("tcp:[::1]:7000");
  REQUIRE(read);
  CHECK(read->host == "::1");
  CHECK(authority_of(*read) == "[::1]:7000");
}

TEST_CASE("a wrong address is named with what is wrong and what would be right") {
  const std::pair<std::string, std::string> cases[]{
      {"", "of no known kind"},
      {"/run/atelier.sock", "of no known kind"},
      {"wss://host:1/ws", "of no known kind"},
      {"unix:", "has no path"},
      {"unix:" + std::string(108, 'a'), "more than 107 bytes"},
      {"tcp:host", "has no port"},
      {"tcp::7000", "has no host"},
      {"tcp:host:0", "not from 1 to 65535"},
      {"tcp:host:65536", "not from 1 to 65535"},
      {"tcp:host:80x", "not from 1 to 65535"},
      {"tcp:::1:7000", "without brackets"},
      {"ws://[::1/ws", "IPv6"},
      {"ws:///ws", "has no port"},
  };
  for (const auto& [url, reason] : cases) {
    CAPTURE(url);
    const auto read = parse_address(url);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == fault_kind::misuse);
    CHECK(read.error().message.find(reason) != std::string::npos);
    CHECK(read.error().message.find("right are unix:PATH") != std::string::npos);
  }
}

} // namespace atelier::client
