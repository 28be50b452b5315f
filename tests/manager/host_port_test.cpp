#include "manager/host_port.hpp"

#include <doctest/doctest.h>

using namespace atelier;

TEST_CASE("a host and a port are read, an IPv6 address out of its brackets") {
  CHECK(parse_host_port("127.0.0.1:7070") == host_port{"127.0.0.1", 7070});
  CHECK(parse_host_port("localhost:0") == host_port{"localhost", 0});
  CHECK(parse_host_port("[::1]:65535") == host_port{"::1", 65535});
}

TEST_CASE("a URL has an IPv6 address in brackets") {
  CHECK(to_string(host_port{"::1", 80}) == "[::1]:80");
  CHECK(to_string(host_port{"example.org", 80}) == "example.org:80");
}

TEST_CASE("what is no address is refused with the text and what would be right") {
  for (const auto* text : {"", "7070", "localhost", ":7070", "[]:7070", "localhost:", "localhost:x", "localhost:65536",
                           "localhost:-1", "localhost:7 ", "::1:7070"}) {
    CAPTURE(text);
    const auto parsed = parse_host_port(text);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().starts_with("'" + std::string{text} + "'"));
    CHECK(parsed.error().ends_with("it must be HOST:PORT, such as 127.0.0.1:7070 or [::1]:7070"));
  }
}
