#include "bench/load/wire/upgrade.hpp"

#include <doctest/doctest.h>

namespace atelier::bench {

TEST_CASE("a key is answered as RFC 6455 shows it") {
  CHECK_EQ(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST_CASE("an answer to the generator's request opens a WebSocket") {
  const auto request = upgrade_request("/ws", 80);
  CHECK_EQ(head_size(request), request.size());
  const auto answer = upgrade_answer(header_value(request, "sec-websocket-key"));
  CHECK_EQ(head_size(answer), answer.size());
  CHECK(accepts_upgrade(answer));
  CHECK_FALSE(accepts_upgrade(upgrade_answer("dGhlIHNhbXBsZSBub25jZQ==")));
  CHECK_FALSE(accepts_upgrade("HTTP/1.1 403 Forbidden\r\n\r\n"));
}

TEST_CASE("a header is found whatever its case and the blanks around its value") {
  const std::string_view head = "GET / HTTP/1.1\r\nHost: a\r\nSEC-WebSocket-key:  x y \t\r\nEmpty:\r\n\r\n";
  CHECK_EQ(header_value(head, "sec-websocket-key"), "x y");
  CHECK_EQ(header_value(head, "host"), "a");
  CHECK_EQ(header_value(head, "empty"), "");
  CHECK_EQ(header_value(head, "get / http/1.1"), "");
  CHECK_EQ(header_value(head, "upgrade"), "");
}

TEST_CASE("a head that has not ended has no size yet") {
  const auto request = upgrade_request("/", 80);
  for (std::size_t i = 0; i < request.size(); ++i)
    CHECK_EQ(head_size(std::string_view{request}.substr(0, i)), 0);
}

} // namespace atelier::bench
