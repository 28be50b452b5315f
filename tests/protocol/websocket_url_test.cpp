#include "protocol/websocket_url.hpp"

#include <array>
#include <doctest/doctest.h>
#include <string>

using namespace atelier;

TEST_CASE("the address of another server is read, and the same one is the same text") {
  CHECK(read_websocket_url("ws://Draw.example:7070/ws") == websocket_url{"draw.example", "7070", "/ws"});
  CHECK(read_websocket_url("ws://[::1]:80/other") == websocket_url{"::1", "80", "/other"});
  for (const auto* same : {"ws://a:1", "ws://a:1/", "ws://A:1/ws"})
    CHECK(to_string(read_websocket_url(same).value()) == "ws://a:1/ws");
  CHECK(to_string(read_websocket_url("ws://[::1]:80").value()) == "ws://[::1]:80/ws");
  CHECK(authority_of(read_websocket_url("ws://[::1]:80").value()) == "[::1]:80");
}

TEST_CASE("what is no address is refused with what would be right") {
  constexpr std::array<std::array<std::string_view, 2>, 13> wrong{{{"", "ws://"},
                                                                   {"http://a:1/ws", "does not begin with ws://"},
                                                                   {"wss://a:1/ws", "does not begin with ws://"},
                                                                   {"ws://a/ws", "has no port"},
                                                                   {"ws://:1/ws", "has no host"},
                                                                   {"ws://a:/ws", "has a port"},
                                                                   {"ws://a:0/ws", "has a port"},
                                                                   {"ws://a:65536/ws", "has a port"},
                                                                   {"ws://a:1x/ws", "has a port"},
                                                                   {"ws://::1:80/ws", "without brackets"},
                                                                   {"ws://[::1]/ws", "]:PORT"},
                                                                   {"ws://me@a:1/ws", "has no host"},
                                                                   {"ws://a:1/w s", "has a path"}}};
  for (const auto& [text, why] : wrong) {
    CAPTURE(text);
    const auto read = read_websocket_url(text);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == errc::bad_data);
    CHECK(read.error().message.find(why) != std::string::npos);
    CHECK(read.error().message.find("ws://HOST:PORT/ws") != std::string::npos);
  }
  CHECK_FALSE(read_websocket_url("ws://a:1/" + std::string(500, 'x')));
}
