#include "io_actors/websocket_handshake.hpp"

#include <doctest/doctest.h>

using namespace atelier;

TEST_CASE("the key of RFC 6455, section 1.3, is proved as it says") {
  CHECK(websocket_accept("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  const auto answer = answer_handshake("WebSocket", "13", "dGhlIHNhbXBsZSBub25jZQ==");
  CHECK(answer.accepted);
  CHECK(answer.text.starts_with("HTTP/1.1 101 "));
  CHECK(answer.text.find("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") != std::string::npos);
  CHECK(answer.text.ends_with("\r\n\r\n"));
}

TEST_CASE("another version, or no key, is refused with what is spoken here") {
  const auto older = answer_handshake("WebSocket", "8", "dGhlIHNhbXBsZSBub25jZQ==");
  CHECK_FALSE(older.accepted);
  CHECK(older.text.starts_with("HTTP/1.1 426 "));
  CHECK(older.text.find("\r\nSec-WebSocket-Version: 13\r\n") != std::string::npos);
  const auto other = answer_handshake("h2c", "13", "dGhlIHNhbXBsZSBub25jZQ==");
  CHECK_FALSE(other.accepted);
  CHECK(other.text.starts_with("HTTP/1.1 400 "));
  const auto keyless = answer_handshake("WebSocket", "13", "");
  CHECK_FALSE(keyless.accepted);
  CHECK(keyless.text.starts_with("HTTP/1.1 400 "));
}
