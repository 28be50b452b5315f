#include "tests/io_actors/http_client.hpp"
#include "tests/io_actors/server_twin.hpp"

#include <array>
#include <doctest/doctest.h>
#include <thread>

using namespace atelier;
using namespace atelier::test;
using namespace std::chrono_literals;

namespace {

namespace http = boost::beast::http;

constexpr std::size_t part_bytes = limits::attachment_part_bytes;

/// The attachment whose hash has this digit only; the twin of the engine goes by it.
std::string attachment(char digit) {
  return "/attachments/" + std::string(64, digit);
}

std::string part_at(std::size_t offset) {
  return "part " + std::to_string(offset);
}

/// Said so shortly that a failure does not show the whole content.
bool is_whole(const http_client::response& got) {
  return got.result_int() == 200 && got.body() == attachment_content();
}

/// A client whose system keeps little of what it does not read.
http_client reluctant(server_twin& of) {
  http_client client{of.connect_http(4096)};
  client.socket.set_option(boost::asio::socket_base::receive_buffer_size{4096});
  return client;
}

} // namespace

TEST_CASE("what is posted becomes a message with an attachment") {
  server_twin server;
  http_client client{server.connect_http()};
  const auto made = client.post("/sessions/3/attachments?name=notes%20%231.txt&text=read+this", "some notes");
  CHECK_EQ(made.result_int(), 201);
  CHECK_EQ(made[http::field::content_type], "application/json");
  CHECK_EQ(json::parse(made.body()), json::parse(R"({"message":{"session":3,"text":"read this",
                                         "attachment":{"name":"notes #1.txt","bytes":10}}})"));
  client.send_raw("POST /sessions/3/attachments?name=x HTTP/1.1\r\nHost: localhost\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n6\r\n notes\r\n0\r\n\r\n");
  CHECK_EQ(json::parse(client.read().body())["message"]["attachment"]["bytes"], 10);
  CHECK_EQ(code_of(client.post("/sessions/9/attachments?name=x", "some notes")), "404 not_found");
  CHECK_EQ(client.get("/healthz").result_int(), 200);
  CHECK_EQ(server.http().uploads->taken(), 0);
}

TEST_CASE("an attachment without content or name, or with too much of it, is refused") {
  limits bounds;
  bounds.attachment_bytes_max = 5000;
  server_twin server{bounds};
  const std::string target = "/sessions/3/attachments?name=x";
  CHECK_EQ(http_client{server.connect_http()}.post(target, std::string(5000, 'x')).result_int(), 201);
  CHECK_EQ(code_of(http_client{server.connect_http()}.post(target, std::string(5001, 'x'))), "413 frame_too_large");
  CHECK_EQ(code_of(http_client{server.connect_http()}.post(target, {})), "400 bad_data");
  CHECK_EQ(code_of(http_client{server.connect_http()}.post("/sessions/3/attachments", "content")), "400 bad_data");
  http_client chunked{server.connect_http()};
  chunked.send_raw("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1389\r\n"
                   + std::string(5001, 'x') + "\r\n0\r\n\r\n");
  CHECK_EQ(code_of(chunked.read()), "413 frame_too_large");
}

TEST_CASE("attachments count as uploads while they come in") {
  limits bounds;
  bounds.http_uploads_bytes_max = 1000;
  server_twin server{bounds};
  http_client client{server.connect_http()};
  CHECK_EQ(code_of(client.post("/sessions/3/attachments?name=x", std::string(1001, 'x'))), "429 rate_limited");
  client.socket.close();
  server.wait_for_end_of(server.last_id());
  CHECK_EQ(server.http().uploads->taken(), 0);
}

TEST_CASE("an attachment is read part by part and arrives whole, and the connection goes on") {
  server_twin server;
  http_client client{server.connect_http()};
  const auto whole = client.get(attachment('a') + "?name=sun%22set.png");
  CHECK_EQ(whole.result_int(), 200);
  CHECK_EQ(whole[http::field::content_length], std::to_string(attachment_bytes));
  CHECK_EQ(whole[http::field::content_type], "image/png");
  CHECK_EQ(whole["X-Content-Type-Options"], "nosniff");
  CHECK_EQ(whole["Content-Disposition"], R"(attachment; filename="sun_set.png"; filename*=UTF-8''sun%22set.png)");
  CHECK_EQ(whole["Content-Security-Policy"], "default-src 'none'; sandbox");
  CHECK_EQ(whole[http::field::cache_control], "private, max-age=31536000, immutable");
  CHECK_EQ(whole[http::field::etag], '"' + std::string(64, 'a') + '"');
  CHECK(is_whole(whole));
  for (std::size_t offset = 0; offset < attachment_bytes; offset += part_bytes)
    CHECK_EQ(server.notes().count(part_at(offset)), 1);
  CHECK(is_whole(client.get(attachment('A'))));
  CHECK_EQ(client.get("/healthz").body(), "ok\n");
  CHECK_EQ(server.last_id(), 1);
}

TEST_CASE("what is no image is bytes to browsers") {
  server_twin server;
  http_client client{server.connect_http()};
  const auto whole = client.get(attachment('f'));
  CHECK_EQ(whole[http::field::content_type], "application/octet-stream");
  CHECK_EQ(whole["Content-Disposition"], "attachment; filename=\"" + std::string(64, 'f') + '"');
}

TEST_CASE("a thumbnail is read as such, and what is not there is not found") {
  server_twin server;
  http_client client{server.connect_http()};
  CHECK_EQ(client.get(attachment('a') + "/thumbnail").body(), attachment_content(100));
  CHECK(server.notes().has("thumbnail 0"));
  CHECK_FALSE(server.notes().has(part_at(0)));
  CHECK_EQ(code_of(client.get(attachment('0'))), "404 not_found");
  CHECK_EQ(code_of(client.get(attachment('0') + "/thumbnail")), "404 not_found");
  CHECK_EQ(code_of(client.get("/attachments/abc")), "400 bad_data");
  CHECK_EQ(client.get("/healthz").result_int(), 200);
}

TEST_CASE("the head of an attachment says how long it is, and who has it is told so, both without reading on") {
  server_twin server;
  http_client client{server.connect_http()};
  client.send(http::verb::head, attachment('a'));
  const auto head = client.read(true);
  CHECK_EQ(head.result_int(), 200);
  CHECK_EQ(head[http::field::content_length], std::to_string(attachment_bytes));
  CHECK_EQ(client.get(attachment('a'), {{"If-None-Match", '"' + std::string(64, 'a') + '"'}}).result_int(), 304);
  CHECK_EQ(client.get("/healthz").body(), "ok\n");
  CHECK_EQ(server.notes().count(part_at(0)), 2);
  CHECK_FALSE(server.notes().has(part_at(part_bytes)));
}

TEST_CASE("requests for attachments that come at once are answered one after another") {
  server_twin server;
  http_client client{server.connect_http()};
  const auto request = "GET " + attachment('a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  client.send_raw(request + request + "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  CHECK(is_whole(client.read()));
  CHECK(is_whole(client.read()));
  CHECK_EQ(client.read().body(), "ok\n");
  client.socket.close();
  server.wait_for_end_of(1);
}

TEST_CASE("a client that wants to close after an attachment gets all of it") {
  server_twin server;
  http_client client{server.connect_http(4096)};
  client.send_raw("GET " + attachment('a') + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
  CHECK(is_whole(client.read()));
  (void)client.read();
  CHECK_EQ(client.failed, http::error::end_of_stream);
}

TEST_CASE("an attachment that can't be read to its end ends with its connection") {
  server_twin server;
  http_client client{server.connect_http()};
  client.send(http::verb::get, attachment('b'));
  const auto got = client.read();
  CHECK_EQ(got.result_int(), 200);
  CHECK(client.failed);
  CHECK_LE(got.body().size(), part_bytes);
  server.wait_for_end_of(1);
}

TEST_CASE("attachments are for whom everything is: no foreign host, no foreign website, no token that has ended") {
  server_twin server;
  http_client client{server.connect_http()};
  CHECK_EQ(code_of(client.get(attachment('a'), {{"Host", "evil.example"}})), "403 forbidden");
  CHECK_EQ(code_of(client.get(attachment('a'), {{"Origin", "http://evil.example"}})), "403 forbidden");
  CHECK_EQ(code_of(client.get(attachment('a') + "/thumbnail", {{"Origin", "null"}})), "403 forbidden");
  CHECK_EQ(code_of(client.get(attachment('a'), {{"Authorization", "Bearer bad"}})), "401 unauthorized");
  CHECK_FALSE(server.notes().has(part_at(0)));
  CHECK_EQ(client.get(attachment('a'), {{"Authorization", "Bearer good"}}).result_int(), 200);
  client.send(http::verb::post, "/sessions/3/attachments?name=x", "content", {{"Origin", "http://evil.example"}});
  CHECK_EQ(code_of(client.read()), "403 forbidden");
}

TEST_CASE("a client that reads slowly gets all of it, and for one that reads nothing two parts are read at most") {
  limits bounds;
  bounds.stall_max = 200ms;
  server_twin server{bounds};
  http_client slow{server.connect_http(4096)};
  slow.send_raw("GET " + attachment('a') + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  std::string got;
  for (std::array<char, 20'000> some{}; !slow.failed; std::this_thread::sleep_for(1ms))
    got.append(some.data(), slow.socket.read_some(boost::asio::buffer(some), slow.failed));
  CHECK_EQ(slow.failed, boost::asio::error::eof);
  const bool is_same = got.ends_with("\r\n\r\n" + attachment_content());
  CHECK(is_same);
  server_twin other{bounds};
  auto stuck = reluctant(other);
  stuck.send(http::verb::get, attachment('a'));
  other.wait_for_end_of(1);
  CHECK(other.notes().has(part_at(part_bytes)));
  CHECK_FALSE(other.notes().has(part_at(2 * part_bytes)));
}

TEST_CASE("a server that goes down does not wait for who is given an attachment") {
  server_twin server;
  http_client client{server.connect_http()};
  client.send(http::verb::get, attachment('c'));
  server.notes().wait_for("held a part");
  server.shut_down();
  const auto got = client.read();
  CHECK_EQ(got.result_int(), 200);
  CHECK(client.failed);
  server.wait_for_end_of(1);
}
