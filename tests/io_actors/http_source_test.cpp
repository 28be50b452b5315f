#include "io_actors/http_source.hpp"

#include <doctest/doctest.h>

using namespace atelier;

namespace {

const std::vector<std::string> hosts{"localhost", "draw.example"};
const std::vector<std::string> origins{"https://friend.example"};

std::string verdict(http_source source) {
  const auto why = check_source(source, hosts, origins);
  return why ? std::string{name_of(why->code)} : "fine";
}

http_source from(std::string host, std::vector<std::string> sent_origins = {}) {
  return {{std::move(host)}, std::move(sent_origins), "192.0.2.7", true};
}

} // namespace

TEST_CASE("a request that names this server comes in, with any port and in any case") {
  CHECK_EQ(verdict(from("localhost")), "fine");
  CHECK_EQ(verdict(from("LocalHost:8080")), "fine");
  CHECK_EQ(verdict(from("draw.example:1")), "fine");
  CHECK_EQ(verdict(from("192.0.2.7:8080")), "fine");
}

TEST_CASE("the address that the connection came in on is ours, in each of its forms") {
  CHECK_EQ(verdict({{"[::1]:8080"}, {}, "::1", true}), "fine");
  CHECK_EQ(verdict({{"[fe80::1]"}, {}, "fe80::1%eth0", true}), "fine");
  CHECK_EQ(verdict({{"192.0.2.7"}, {}, "::ffff:192.0.2.7", true}), "fine");
}

TEST_CASE("a foreign host is forbidden, however much it looks like ours") {
  CHECK_EQ(verdict(from("evil.example")), "forbidden");
  CHECK_EQ(verdict(from("localhost.evil.example")), "forbidden");
  CHECK_EQ(verdict(from("evil-localhost")), "forbidden");
  CHECK_EQ(verdict(from("192.0.2.70")), "forbidden");
}

TEST_CASE("no host, several hosts and what is no host are malformed") {
  CHECK_EQ(verdict({{}, {}, "192.0.2.7", true}), "malformed");
  CHECK_EQ(verdict(from("")), "malformed");
  CHECK_EQ(verdict({{"localhost", "localhost"}, {}, "192.0.2.7", true}), "malformed");
  CHECK_EQ(verdict(from("localhost:80:80")), "malformed");
  CHECK_EQ(verdict(from("localhost:port")), "malformed");
  CHECK_EQ(verdict(from("user@localhost")), "malformed");
  CHECK_EQ(verdict(from("[::1")), "malformed");
  CHECK_EQ(verdict(from("localhost/path")), "malformed");
}

TEST_CASE("before HTTP/1.1 a host may be absent") {
  CHECK_EQ(verdict({{}, {}, "192.0.2.7", false}), "fine");
  CHECK_EQ(verdict({{}, {"http://evil.example"}, "192.0.2.7", false}), "forbidden");
  CHECK_EQ(verdict({{"evil.example"}, {}, "192.0.2.7", false}), "forbidden");
}

TEST_CASE("an origin is the server's own with its port, or one of the list") {
  CHECK_EQ(verdict(from("localhost:8080", {"http://localhost:8080"})), "fine");
  CHECK_EQ(verdict(from("localhost:8080", {"https://LOCALHOST:8080"})), "fine");
  CHECK_EQ(verdict(from("localhost:8080", {"https://friend.example"})), "fine");
}

TEST_CASE("any other origin is forbidden") {
  CHECK_EQ(verdict(from("localhost:8080", {"http://localhost:9090"})), "forbidden");
  CHECK_EQ(verdict(from("localhost:8080", {"http://localhost"})), "forbidden");
  CHECK_EQ(verdict(from("localhost:8080", {"null"})), "forbidden");
  CHECK_EQ(verdict(from("localhost:8080", {""})), "forbidden");
  CHECK_EQ(verdict(from("localhost", {"https://friend.example.evil"})), "forbidden");
  CHECK_EQ(verdict(from("localhost", {"ftp://localhost"})), "forbidden");
  CHECK_EQ(verdict(from("localhost", {"http://localhost", "http://evil.example"})), "malformed");
}
