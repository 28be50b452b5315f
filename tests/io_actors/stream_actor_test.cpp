#include "io_actors/io_actors.hpp"

#include "protocol/server_messages.hpp"
#include "tests/io_actors/frame_client.hpp"
#include "tests/io_actors/server_twin.hpp"
#include "tests/protocol/samples.hpp"

#include <algorithm>
#include <cstdio>
#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;
using namespace std::chrono_literals;

namespace {

using lines = std::vector<std::string>;
using unix_client = frame_client<server_twin::unix_socket>;

constexpr int small_buffer = 4096;

std::string answer(int id, std::string_view action) {
  return response_text(id, json{{"action", action}});
}

std::string hello(const server_twin& of) {
  return hello_text(connection_id{of.last_id()}, 1);
}

void subscribe(unix_client& client) {
  client.send(R"({"type":"subscribe","mux_id":5,"picture":12})");
  (void)client.until("\"sync\"");
}

void expect_op(unix_client& client, client_seq_t number) {
  const auto text = std::to_string(number);
  REQUIRE_EQ(client.next(), "UPDATES 12: " + text + "-" + text);
  REQUIRE_EQ(client.next(), "DURABLE 12: " + text);
}

} // namespace

TEST_CASE("a client on a Unix socket is greeted and gets its commands answered in order") {
  server_twin server;
  unix_client client{server.connect_unix()};
  for (int i = 0; i < 1000; ++i)
    client.command(i, "echo");
  CHECK_EQ(client.next(), hello(server));
  for (int i = 0; i < 1000; ++i)
    REQUIRE_EQ(client.next(), answer(i, "echo"));
}

TEST_CASE("a client on a TCP socket is served alike") {
  server_twin server;
  frame_client client{server.connect_tcp()};
  client.command(7, "echo");
  CHECK_EQ(client.next(), hello(server));
  CHECK_EQ(client.next(), answer(7, "echo"));
  CHECK_GT(server.counters().stream.bytes_out.load(), 0);
}

TEST_CASE("a frame that comes byte by byte is a frame") {
  server_twin server;
  unix_client client{server.connect_unix()};
  const std::string text = R"({"type":"command","id":1,"action":"echo"})";
  bytes whole;
  append(whole, frame_header(frame_kind::json, text.size()));
  append(whole, as_byte_view(text));
  for (const auto& it : whole)
    client.send_raw({&it, 1});
  CHECK_EQ(client.until("response").back(), answer(1, "echo"));
}

TEST_CASE("a client that has shut down its side still gets everything that it asked for") {
  server_twin server;
  unix_client client{server.connect_unix()};
  client.command(1, "echo");
  client.send(R"({"type":"subscribe","mux_id":5,"picture":12})");
  client.socket().shutdown(server_twin::unix_socket::shutdown_send);
  const auto seen = client.rest();
  REQUIRE_EQ(seen.size(), 6);
  CHECK_EQ(seen[1], answer(1, "echo"));
  CHECK_EQ(seen[2], "SNAPSHOT 12: 0");
  CHECK_EQ(seen[5], closed_text(mux_id{5}, ""));
  server.wait_for_end_of(server.last_id());
}

TEST_CASE("a connection that ends within a frame is told so") {
  server_twin server;
  unix_client client{server.connect_unix()};
  client.send_raw(samples::from_hex("00000010 4a 7b"));
  client.socket().shutdown(server_twin::unix_socket::shutdown_send);
  const auto seen = client.rest();
  REQUIRE_EQ(seen.size(), 2);
  CHECK_NE(seen[1].find("6 bytes into a frame"), std::string::npos);
}

TEST_CASE("a frame of unknown kind is an error, and the next one counts") {
  server_twin server;
  unix_client client{server.connect_unix()};
  client.send_raw(samples::from_hex("00000003 58 0102"));
  client.command(1, "echo");
  const auto seen = client.until("response");
  REQUIRE_EQ(seen.size(), 3);
  CHECK_NE(seen[1].find("\"malformed\""), std::string::npos);
}

TEST_CASE("a frame too large is answered with the reason before the connection is closed") {
  limits bounds;
  bounds.frame_bytes_max = 1000;
  server_twin server{bounds};
  unix_client client{server.connect_unix()};
  client.send(frame_kind::json, bytes(5000));
  const auto seen = client.rest();
  REQUIRE_EQ(seen.size(), 3);
  CHECK_NE(seen[1].find("\"frame_too_large\""), std::string::npos);
  CHECK_EQ(seen[2], goodbye_text(goodbye_reason::frame_too_large));
}

TEST_CASE("more than the socket takes at once comes whole and in order") {
  server_twin server;
  unix_client client{server.connect_unix(small_buffer)};
  (void)client.next();
  client.command(1, "flood", {{"count", 300}, {"size", 10'000}});
  for (int i = 0; i < 300; ++i) {
    const auto line = client.next();
    REQUIRE(line.has_value());
    REQUIRE(line->starts_with("\"" + std::to_string(i) + "x"));
    REQUIRE_GT(line->size(), 10'000);
  }
  CHECK_EQ(client.next(), answer(1, "flood"));
}

TEST_CASE("a client that takes nothing is cut off") {
  limits bounds;
  bounds.stall_max = 30ms;
  server_twin server{bounds};
  unix_client client{server.connect_unix(small_buffer)};
  client.command(1, "flood", {{"count", 100}, {"size", 10'000}});
  server.wait_for_end_of(server.last_id());
}

TEST_CASE("a client for which too much JSON waits is told that it is too slow") {
  limits bounds;
  bounds.outbox_bytes_max = 100'000;
  server_twin server{bounds};
  unix_client client{server.connect_unix(small_buffer)};
  client.command(1, "flood", {{"count", 300}, {"size", 10'000}});
  const auto seen = client.rest();
  CHECK_LT(seen.size(), 300);
  CHECK_EQ(seen.back(), goodbye_text(goodbye_reason::too_slow));
}

TEST_CASE("what one client draws reaches every viewer, and only after its sync may one draw") {
  server_twin server;
  unix_client painter{server.connect_unix()};
  unix_client viewer{server.connect_unix()};
  painter.send(frame_kind::blocks, draw_message(picture_id{12}, 1, pixels(1)));
  CHECK_NE(painter.until("rejected").back().find("not_joined"), std::string::npos);
  subscribe(painter);
  subscribe(viewer);
  painter.send(frame_kind::blocks, draw_message(picture_id{12}, 1, pixels(3)));
  for (auto* it : {&painter, &viewer}) {
    CHECK_EQ(it->next(), "UPDATES 12: 1-3");
    CHECK_EQ(it->next(), "DURABLE 12: 3");
  }
}

TEST_CASE("a viewer who takes updates with pauses gets every one, however small its socket's buffer is") {
  server_twin server;
  unix_client painter{server.connect_unix()};
  unix_client viewer{server.connect_unix(small_buffer)};
  subscribe(painter);
  subscribe(viewer);
  constexpr client_seq_t each_time = 400;
  for (client_seq_t round = 0; round < 5; ++round) {
    for (auto drawn = round * each_time; drawn < (round + 1) * each_time; ++drawn) {
      painter.send(frame_kind::blocks, draw_message(picture_id{12}, drawn + 1, pixels(1)));
      expect_op(painter, drawn + 1);
    }
    for (auto drawn = round * each_time; drawn < (round + 1) * each_time; ++drawn)
      expect_op(viewer, drawn + 1);
  }
}

TEST_CASE("a viewer who takes no updates is cut off") {
  limits bounds;
  bounds.stall_max = 30ms;
  server_twin server{bounds};
  unix_client viewer{server.connect_unix(small_buffer)};
  subscribe(viewer);
  const auto stalls = server.last_id();
  unix_client painter{server.connect_unix()};
  subscribe(painter);
  for (client_seq_t drawn = 1; drawn <= 2000; ++drawn) {
    painter.send(frame_kind::blocks, draw_message(picture_id{12}, drawn, pixels(1)));
    expect_op(painter, drawn);
  }
  server.wait_for_end_of(stalls);
}

TEST_CASE("an attachment that a client sends is taken to its end, also when the client says no more") {
  server_twin server;
  unix_client client{server.connect_unix()};
  (void)client.next();
  constexpr std::size_t size = 100'000;
  for (std::uint64_t offset = 0; offset < 20 * size; offset += size)
    client.send(frame_kind::blocks, chunk_message(transfer_id{5}, offset, size));
  client.socket().shutdown(server_twin::unix_socket::shutdown_send);
  const auto seen = client.rest();
  REQUIRE_EQ(seen.size(), 20);
  for (std::size_t i = 0; i < seen.size(); ++i)
    CHECK_EQ(seen[i], "{\"offset\":" + std::to_string((i + 1) * size) + "}");
  CHECK(server.notes().has("chunk 1900000+100000"));
}

TEST_CASE("an attachment comes in parts, whole and in order, however small the socket's buffer is") {
  for (const int buffer : {0, small_buffer}) {
    server_twin server;
    unix_client client{server.connect_unix(buffer)};
    (void)client.next();
    client.command(1, "fetch_attachment");
    CHECK_EQ(client.next(), response_text(1, json{{"transfer", 6}}));
    constexpr auto part = limits::attachment_part_bytes;
    for (std::size_t offset = 0; offset < attachment_bytes; offset += part)
      CHECK_EQ(client.next(),
               "CHUNK 6: " + std::to_string(offset) + "+" + std::to_string(std::min(part, attachment_bytes - offset)));
    CHECK_EQ(server.notes().count("part taken 6"), (attachment_bytes - 1) / part);
  }
}

TEST_CASE("a client that takes nothing of an attachment has no more read of it than little") {
  limits bounds;
  bounds.stall_max = 30ms;
  server_twin server{bounds};
  unix_client client{server.connect_unix(small_buffer)};
  client.command(1, "fetch_attachment");
  server.wait_for_end_of(server.last_id());
  CHECK_LE(server.notes().count("part taken 6"), 3);
}

TEST_CASE("a viewer too slow gets a snapshot instead of its backlog, and ends up with everything") {
  limits bounds;
  bounds.backlog_bytes_max = 50'000;
  server_twin server{bounds};
  unix_client slow{server.connect_unix(small_buffer)};
  const auto id = server.last_id();
  subscribe(slow);
  unix_client busy{server.connect_unix()};
  for (int i = 0; i < 20; ++i) {
    busy.command(i, "grow", {{"count", 20}});
    (void)busy.until("response");
  }
  slow.command(1, "echo");
  seq_t seen = 0;
  bool snapshot = false;
  while (seen < 40'000) {
    const auto line = slow.next();
    REQUIRE(line.has_value());
    unsigned long long first = 0;
    unsigned long long last = 0;
    if (std::sscanf(line->c_str(), "UPDATES 12: %llu-%llu", &first, &last) == 2) {
      REQUIRE_EQ(first, seen + 1);
      seen = last;
    } else if (std::sscanf(line->c_str(), "SNAPSHOT 12: %llu", &first) == 1) {
      REQUIRE_GT(first, seen);
      seen = first;
      snapshot = true;
    }
  }
  CHECK(snapshot);
  CHECK(server.notes().has("resync " + std::to_string(id)));
}

TEST_CASE("at the end everybody gets what is there, a goodbye, and the end of the connection") {
  server_twin server;
  unix_client client{server.connect_unix()};
  subscribe(client);
  client.command(1, "grow");
  (void)client.until("response");
  server.shut_down();
  auto seen = client.rest();
  CHECK_EQ(seen.back(), goodbye_text(goodbye_reason::shutting_down));
  client.socket().close();
  server.wait_for_end_of(server.last_id());
}

TEST_CASE("a client that keeps its side open after the goodbye is not waited for") {
  limits bounds;
  bounds.linger_max = 20ms;
  server_twin server{bounds};
  unix_client client{server.connect_unix()};
  client.command(1, "goodbye");
  server.wait_for_end_of(server.last_id());
  CHECK_EQ(client.rest().back(), goodbye_text(goodbye_reason::kicked));
}

TEST_CASE("a client that is gone ends its actor, whatever it left unread") {
  server_twin server;
  for (int i = 0; i < 20; ++i) {
    unix_client client{server.connect_unix()};
    client.command(1, i % 2 == 0 ? "hold" : "flood", {{"count", 50}, {"size", 10'000}});
    server.notes().wait_for("connected " + std::to_string(server.last_id()));
  }
  for (std::uint64_t id = 2; id <= server.last_id(); id += 2)
    server.wait_for_end_of(id);
}

TEST_CASE("an actor that is killed closes its socket") {
  server_twin server;
  unix_client client{server.connect_unix()};
  CHECK_EQ(client.next(), hello(server));
  server.kill_connections();
  CHECK_EQ(client.next(), std::nullopt);
}
