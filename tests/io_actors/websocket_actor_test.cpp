#include "io_actors/io_actors.hpp"

#include "protocol/server_messages.hpp"
#include "tests/io_actors/server_twin.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;
using namespace std::chrono_literals;

namespace {

namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using lines = std::vector<std::string>;
using boost::system::error_code;

constexpr int small_buffer = 4096;

/// A blocking WebSocket client.
struct socket_client {
  explicit socket_client(tcp_socket socket, const std::string& path = "/ws") : stream{std::move(socket)} {
    stream.read_message_max(0);
    stream.handshake("localhost", path, failed);
  }

  void send(std::string_view text) {
    stream.text(true);
    stream.write(boost::asio::buffer(text), failed);
  }
  void send(byte_view blocks) {
    stream.binary(true);
    stream.write(boost::asio::buffer(blocks.data(), blocks.size()), failed);
  }
  void command(int id, const std::string& action, const json& args = json::object()) {
    send(json{{"type", "command"}, {"id", id}, {"action", action}, {"args", args}}.dump());
  }
  /// The lines of the next message; none at the end of the connection.
  lines next() {
    beast::flat_buffer buffer;
    stream.read(buffer, failed);
    if (failed)
      return {};
    lines out;
    const auto data = buffer.cdata();
    describe(stream.got_text() ? frame_kind::json : frame_kind::blocks,
             {static_cast<const std::byte*>(data.data()), data.size()}, out);
    return out;
  }
  lines until(std::string_view text) {
    lines out;
    for (auto more = next(); !more.empty(); more = next()) {
      out.insert(out.end(), more.begin(), more.end());
      if (out.back().find(text) != std::string::npos)
        break;
    }
    return out;
  }

  websocket::stream<tcp_socket> stream;
  error_code failed;
};

std::string answer(int id, std::string_view action) {
  return response_text(id, json{{"action", action}});
}

/// Writes a handshake by hand, for clients that do nothing of their own accord.
std::string handshake() {
  return "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
         "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
}

} // namespace

TEST_CASE("a WebSocket is greeted and speaks text and binary messages") {
  server_twin server;
  socket_client client{server.connect_http()};
  REQUIRE_FALSE(client.failed);
  CHECK_EQ(client.next(), lines{hello_text(connection_id{server.last_id()}, 1)});
  client.command(1, "echo");
  CHECK_EQ(client.next(), lines{answer(1, "echo")});
  client.send(R"({"type":"subscribe","mux_id":5,"picture":12})");
  CHECK_EQ(client.next(), lines{"SNAPSHOT 12: 0", "DURABLE 12: 0"});
  CHECK_EQ(client.next().size(), 1);
  client.send(draw_message(picture_id{12}, 1, pixels(3)));
  CHECK_EQ(client.until("DURABLE"), lines{"UPDATES 12: 1-3", "DURABLE 12: 3"});
}

TEST_CASE("a WebSocket's message too large is answered with the reason, and then the socket is closed") {
  limits bounds;
  bounds.frame_bytes_max = 1000;
  server_twin server{bounds};
  socket_client client{server.connect_http()};
  (void)client.next();
  client.send(std::string(1000, ' '));
  CHECK_NE(client.next().at(0).find("\"malformed\""), std::string::npos);
  client.send(std::string(1001, ' '));
  CHECK_NE(client.next().at(0).find("\"frame_too_large\""), std::string::npos);
  CHECK_EQ(client.next(), lines{goodbye_text(goodbye_reason::frame_too_large)});
  CHECK(client.next().empty());
  CHECK_EQ(client.failed, websocket::error::closed);
}

TEST_CASE("a WebSocket's message in many fragments is one message") {
  server_twin server;
  socket_client client{server.connect_http()};
  (void)client.next();
  const std::string text = R"({"type":"command","id":1,"action":"echo"})";
  client.stream.text(true);
  for (std::size_t i = 0; i < text.size(); ++i)
    client.stream.write_some(i + 1 == text.size(), boost::asio::buffer(&text[i], 1));
  CHECK_EQ(client.next(), lines{answer(1, "echo")});
}

TEST_CASE("more than a WebSocket takes at once comes whole and in order") {
  server_twin server;
  socket_client client{server.connect_http(small_buffer)};
  (void)client.next();
  client.command(1, "flood", {{"count", 300}, {"size", 10'000}});
  for (int i = 0; i < 300; ++i) {
    const auto line = client.next();
    REQUIRE_EQ(line.size(), 1);
    REQUIRE(line[0].starts_with("\"" + std::to_string(i) + "x"));
  }
  CHECK_EQ(client.next(), lines{answer(1, "flood")});
}

TEST_CASE("a WebSocket that takes nothing is cut off") {
  limits bounds;
  bounds.stall_max = 30ms;
  bounds.outbox_bytes_max = 64 * 1024 * 1024;
  server_twin server{bounds};
  socket_client client{server.connect_http(small_buffer)};
  client.command(1, "flood", {{"count", 2000}, {"size", 10'000}});
  server.wait_for_end_of(server.last_id());
}

TEST_CASE("a WebSocket's peer that answers no ping is given up") {
  limits bounds;
  bounds.websocket_idle_max = 40ms;
  server_twin server{bounds};
  auto client = server.connect_http();
  boost::asio::write(client, boost::asio::buffer(handshake()));
  server.wait_for_end_of(2);
}

TEST_CASE("of many pings at once the latest is answered") {
  server_twin server;
  socket_client client{server.connect_http()};
  std::string last;
  client.stream.control_callback([&](websocket::frame_type kind, beast::string_view payload) {
    if (kind == websocket::frame_type::pong)
      last = std::string{payload};
  });
  (void)client.next();
  for (int i = 0; i < 100; ++i)
    client.stream.ping(websocket::ping_data{std::to_string(i)}, client.failed);
  client.command(1, "echo");
  CHECK_EQ(client.next(), lines{answer(1, "echo")});
  client.command(2, "echo");
  CHECK_EQ(client.next(), lines{answer(2, "echo")});
  CHECK_EQ(last, "99");
}

TEST_CASE("a WebSocket that says goodbye or closes ends its actor") {
  server_twin server;
  {
    socket_client client{server.connect_http()};
    (void)client.next();
    client.send(R"({"type":"goodbye"})");
    CHECK(client.next().empty());
    CHECK_EQ(client.failed, websocket::error::closed);
    server.wait_for_end_of(2);
  }
  {
    socket_client client{server.connect_http()};
    (void)client.next();
    client.stream.close(websocket::close_code::normal, client.failed);
    CHECK_FALSE(client.failed);
    server.wait_for_end_of(4);
  }
  {
    socket_client client{server.connect_http()};
    client.command(1, "flood", {{"count", 50}, {"size", 10'000}});
  }
  server.wait_for_end_of(6);
}

TEST_CASE("a server that goes down says so to a WebSocket and closes it") {
  server_twin server;
  socket_client client{server.connect_http()};
  (void)client.next();
  server.shut_down();
  CHECK_EQ(client.next(), lines{goodbye_text(goodbye_reason::shutting_down)});
  CHECK(client.next().empty());
  CHECK_EQ(client.failed, websocket::error::closed);
  CHECK_EQ(client.stream.reason().code, websocket::close_code::normal);
}

TEST_CASE("a handshake at a wrong path, or from a website, is refused") {
  server_twin server;
  CHECK_EQ(socket_client{server.connect_http(), "/other"}.failed, websocket::error::upgrade_declined);
  websocket::stream<tcp_socket> stream{server.connect_http()};
  stream.set_option(websocket::stream_base::decorator{[](websocket::request_type& request) {
    request.set(beast::http::field::origin, "http://evil.example");
  }});
  error_code failed;
  websocket::response_type response;
  stream.handshake(response, "localhost", "/ws", failed);
  CHECK_EQ(failed, websocket::error::upgrade_declined);
  CHECK_EQ(response.result_int(), 403);
}

TEST_CASE("a handshake that lacks its key is a bad request") {
  server_twin server;
  auto client = server.connect_http();
  const std::string request =
      "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  boost::asio::write(client, boost::asio::buffer(request));
  beast::flat_buffer buffer;
  beast::http::response<beast::http::string_body> response;
  beast::http::read(client, buffer, response);
  CHECK_EQ(response.result_int(), 400);
  server.wait_for_end_of(2);
}
