#include "io_actors/io_actors.hpp"

#include "protocol/json_text.hpp"
#include "protocol/png.hpp"
#include "tests/io_actors/http_client.hpp"
#include "tests/io_actors/server_twin.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <fstream>

using namespace atelier;
using namespace atelier::test;
using namespace std::chrono_literals;

namespace http = boost::beast::http;

TEST_CASE("pictures are listed, shown, and given as images, over one connection") {
  server_twin server;
  http_client client{server.connect_http()};
  CHECK_EQ(json::parse(client.get("/pictures").body()), json{{"pictures", {{{"id", 12}}}}});
  const auto one = client.get("/pictures/12");
  CHECK_EQ(one.result_int(), 200);
  CHECK_EQ(one["X-Content-Type-Options"], "nosniff");
  CHECK_EQ(one[http::field::cache_control], "no-cache");
  CHECK_EQ(json::parse(one.body()), json{{"id", 12}});
  CHECK_EQ(code_of(client.get("/pictures/13")), "404 not_found");
  const auto image = client.get("/pictures/12.png");
  CHECK_EQ(image[http::field::content_type], "image/png");
  CHECK_EQ(image.body(), "png at 0");
  CHECK_EQ(client.get("/pictures/12.png?seq=7").body(), "png at 7");
  CHECK_EQ(code_of(client.get("/pictures/13.png")), "404 not_found");
  CHECK_EQ(server.last_id(), 1);
}

TEST_CASE("a picture is made from JSON, and from a PNG with its name in the query") {
  server_twin server;
  http_client client{server.connect_http()};
  client.send(http::verb::post, "/pictures", R"({"name":"sunset"})");
  auto made = client.read();
  CHECK_EQ(made.result_int(), 201);
  CHECK_EQ(made[http::field::location], "/pictures/12");
  CHECK_EQ(json::parse(made.body())["name"], "sunset");
  const auto png = encode_png(image{200, 300});
  client.send(http::verb::post, "/pictures?name=photo", std::string{as_text(png)}, {{"Content-Type", "image/png"}});
  made = client.read();
  CHECK_EQ(made.result_int(), 201);
  CHECK_EQ(json::parse(made.body())["png"], png.size());
  client.send(http::verb::post, "/pictures", R"({"width":3})");
  CHECK_EQ(code_of(client.read()), "400 bad_data");
  client.send(http::verb::post, "/pictures", "{");
  CHECK_EQ(code_of(client.read()), "400 malformed");
  CHECK_EQ(client.get("/healthz").result_int(), 200);
  CHECK_EQ(server.http().uploads->taken(), 0);
}

TEST_CASE("HEAD answers with the header of GET and nothing else") {
  server_twin server;
  http_client client{server.connect_http()};
  const auto whole = client.get("/pictures/12");
  client.send(http::verb::head, "/pictures/12");
  const auto head = client.read(true);
  CHECK_EQ(head[http::field::content_length], whole[http::field::content_length]);
  CHECK_EQ(client.get("/healthz").body(), "ok\n");
}

TEST_CASE("requests that come at once are answered one after another") {
  server_twin server;
  http_client client{server.connect_http()};
  std::string all;
  for (int i = 0; i < 50; ++i)
    all += "GET /pictures/12.png?seq=" + std::to_string(i) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  client.send_raw(all);
  for (int i = 0; i < 50; ++i)
    REQUIRE_EQ(client.read().body(), "png at " + std::to_string(i));
}

TEST_CASE("a client that wants to close, or speaks HTTP/1.0, is answered and closed") {
  server_twin server;
  for (const std::string request :
       {"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "GET /healthz HTTP/1.0\r\n\r\n"}) {
    CAPTURE(request);
    http_client client{server.connect_http()};
    client.send_raw(request);
    CHECK_EQ(client.read().body(), "ok\n");
    (void)client.read();
    CHECK_EQ(client.failed, http::error::end_of_stream);
    client.socket.close();
    server.wait_for_end_of(server.last_id());
  }
}

TEST_CASE("a foreign host or origin is forbidden, and no host is a bad request") {
  server_twin server;
  http_client client{server.connect_http()};
  CHECK_EQ(code_of(client.get("/healthz", {{"Host", "evil.example"}})), "403 forbidden");
  CHECK_EQ(code_of(client.get("/pictures", {{"Origin", "http://evil.example"}})), "403 forbidden");
  CHECK_EQ(client.get("/pictures", {{"Origin", "http://localhost"}}).result_int(), 200);
  CHECK_EQ(client.get("/pictures", {{"Host", "127.0.0.1:80"}}).result_int(), 200);
  client.send_raw("GET /healthz HTTP/1.1\r\n\r\n");
  CHECK_EQ(code_of(client.read()), "400 malformed");
}

TEST_CASE("a forbidden upload is not read, and its connection is closed") {
  server_twin server;
  http_client client{server.connect_http()};
  client.send_raw("POST /pictures HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 1000000\r\n\r\n");
  const auto refused = client.read();
  CHECK_EQ(code_of(refused), "403 forbidden");
  CHECK_FALSE(refused.keep_alive());
}

TEST_CASE("a request is its token's or nobody's, whatever came before on the connection") {
  server_twin server;
  http_client client{server.connect_http()};
  const auto with = [&](const std::string& authorization) {
    return client.get("/pictures/12", {{"Authorization", authorization}});
  };
  for (const std::string wrong : {"Basic YWRhOnB3", "Bearer", "Bearer ", "Bearer bad"}) {
    CAPTURE(wrong);
    const auto refused = with(wrong);
    CHECK_EQ(code_of(refused), "401 unauthorized");
    CHECK_EQ(refused[http::field::www_authenticate], "Bearer");
  }
  CHECK_EQ(with("Bearer good").result_int(), 200);
  CHECK_EQ(with("bearer good").result_int(), 200);
  CHECK_EQ(client.get("/pictures/12").result_int(), 200);
  CHECK_EQ(code_of(with("Bearer bad")), "401 unauthorized");
  CHECK_EQ(client.get("/pictures/12").result_int(), 200);
  for (const std::string shown : {"token bad", "token good", "token "})
    CHECK(server.notes().has(shown));
  CHECK_FALSE(server.notes().has("token YWRhOnB3"));
}

TEST_CASE("a wrong method is told which ones are right, and a wrong path is not found") {
  server_twin server;
  http_client client{server.connect_http()};
  client.send(http::verb::delete_, "/pictures");
  const auto refused = client.read();
  CHECK_EQ(code_of(refused), "405 unknown_action");
  CHECK_EQ(refused[http::field::allow], "GET, HEAD, POST");
  CHECK_EQ(code_of(client.get("/nothing")), "404 not_found");
  CHECK_EQ(code_of(client.get("/ws")), "400 bad_data");
}

TEST_CASE("a body past its limit is refused, whether its length was announced or not") {
  limits bounds;
  bounds.frame_bytes_max = 1000;
  bounds.http_body_bytes_max = 5000;
  server_twin server{bounds};
  {
    http_client client{server.connect_http()};
    client.send(http::verb::post, "/pictures", std::string(1001, ' '));
    CHECK_EQ(code_of(client.read()), "413 frame_too_large");
  }
  {
    http_client client{server.connect_http()};
    client.send(http::verb::post, "/pictures?name=x", std::string(5001, ' '));
    CHECK_EQ(code_of(client.read()), "413 frame_too_large");
  }
  {
    http_client client{server.connect_http()};
    client.send_raw("POST /pictures HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n"
                    + std::string(2000, ' ') + "\r\n0\r\n\r\n");
    CHECK_EQ(code_of(client.read()), "413 frame_too_large");
  }
  {
    http_client client{server.connect_http()};
    client.send(http::verb::get, "/healthz", "a body that GET does not have");
    CHECK_EQ(code_of(client.read()), "413 frame_too_large");
  }
}

TEST_CASE("a body in chunks is a body") {
  server_twin server;
  http_client client{server.connect_http()};
  client.send_raw("POST /pictures HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "8\r\n{\"name\":\r\n4\r\n\"x\"}\r\n0\r\n\r\n");
  CHECK_EQ(client.read().result_int(), 201);
}

TEST_CASE("uploads past what all connections may hold together are turned away") {
  limits bounds;
  bounds.http_uploads_bytes_max = 1000;
  server_twin server{bounds};
  http_client client{server.connect_http()};
  client.send(http::verb::post, "/pictures?name=x", std::string(1001, ' '));
  CHECK_EQ(code_of(client.read()), "429 rate_limited");
  client.socket.close();
  server.wait_for_end_of(server.last_id());
  CHECK_EQ(server.http().uploads->taken(), 0);
}

TEST_CASE("a client that asks whether to go on is told to") {
  server_twin server;
  http_client client{server.connect_http()};
  client.send_raw("POST /pictures HTTP/1.1\r\nHost: localhost\r\nContent-Length: 12\r\nExpect: 100-continue\r\n\r\n");
  CHECK_EQ(client.read().result_int(), 100);
  client.send_raw(R"({"name":"x"})");
  CHECK_EQ(client.read().result_int(), 201);
}

TEST_CASE("what is not HTTP, or has too long a head, is answered and closed") {
  limits bounds;
  bounds.http_header_bytes_max = 1000;
  server_twin server{bounds};
  {
    http_client client{server.connect_http()};
    client.send_raw("this is no HTTP\r\n\r\n");
    CHECK_EQ(code_of(client.read()), "400 malformed");
  }
  {
    http_client client{server.connect_http()};
    client.send_raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(2000, 'x') + "\r\n\r\n");
    CHECK_EQ(code_of(client.read()), "413 frame_too_large");
  }
}

TEST_CASE("a connection that asks for nothing, or never ends its request, is closed") {
  limits bounds;
  bounds.handshake_max = 20ms;
  bounds.http_idle_max = 20ms;
  server_twin server{bounds};
  http_client silent{server.connect_http()};
  http_client slow{server.connect_http()};
  slow.send_raw("GET / HTTP/1.1\r\n");
  http_client lazy{server.connect_http()};
  lazy.send_raw("POST /pictures HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
  http_client done{server.connect_http()};
  CHECK_EQ(done.get("/healthz").result_int(), 200);
  for (std::uint64_t id = 1; id <= 4; ++id)
    server.wait_for_end_of(id);
}

TEST_CASE("a client that leaves within its upload gives back what it held") {
  server_twin server;
  {
    http_client client{server.connect_http()};
    client.send_raw("POST /pictures?name=x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc");
  }
  server.wait_for_end_of(1);
  CHECK_EQ(server.http().uploads->taken(), 0);
}

TEST_CASE("a server that goes down lets go of connections that ask for nothing") {
  server_twin server;
  http_client client{server.connect_http()};
  CHECK_EQ(client.get("/healthz").result_int(), 200);
  server.shut_down();
  (void)client.read();
  CHECK(client.failed);
  client.socket.close();
  server.wait_for_end_of(1);
}

TEST_CASE("the metrics show what this server has done") {
  server_twin server;
  http_client client{server.connect_http()};
  (void)client.get("/pictures");
  (void)client.get("/nothing");
  const auto metrics = client.get("/metrics").body();
  for (const auto* line :
       {"atelier_connections{transport=\"http\"} 1\n", "atelier_http_answers_total{status=\"2xx\"} 1\n",
        "atelier_http_answers_total{status=\"4xx\"} 1\n"}) {
    CAPTURE(line);
    CHECK_NE(metrics.find(line), std::string::npos);
  }
}

TEST_CASE("a large answer reaches a client that reads slowly, and one that reads nothing is cut off") {
  const temporary_folder folder;
  const std::string content(3 * 1024 * 1024, 'x');
  std::ofstream{folder.path() / "large.js"} << content;
  limits bounds;
  bounds.stall_max = 200ms;
  server_twin server{bounds};
  server.http().web_folder = folder.path();
  http_client client{server.connect_http(4096)};
  const auto read = client.get("/large.js");
  CHECK_EQ(read[http::field::content_type], "text/javascript; charset=utf-8");
  CHECK(read.body() == content);
  http_client stuck{server.connect_http(4096)};
  stuck.send(http::verb::get, "/large.js");
  server.wait_for_end_of(2);
}
