#include "client/connection.hpp"

#include "tests/client/samples.hpp"
#include "tests/client/test_server.hpp"

#include <doctest/doctest.h>
#include <latch>
#include <thread>

namespace atelier::client {

namespace {

using namespace std::chrono_literals;
using kind = test_server::kind;

constexpr kind all_kinds[]{kind::unix_socket, kind::tcp, kind::websocket};

/// Far beyond what any test waits for, so that only a hang reaches it.
constexpr auto never = 60s;

command asking(std::string action) {
  command out;
  out.action = std::move(action);
  return out;
}

/// Answers every command with its own action, until the client goes.
void echo_actions(test_peer& peer) {
  peer.hello();
  for (;;) {
    const auto asked = peer.receive_json();
    peer.send({{"type", "response"}, {"id", asked.at("id")}, {"result", {{"action", asked.at("action")}}}});
  }
}

/// Reads until the client has gone.
void wait_for_end(test_peer& peer) {
  for (;;)
    static_cast<void>(peer.receive());
}

} // namespace

TEST_CASE("commands get their own responses, however many threads send") {
  for (const auto transport : all_kinds) {
    test_server server{transport, echo_actions};
    auto made = connect(server.url());
    REQUIRE(made);
    CHECK(made->hello.at("server") == "test");
    std::vector<std::thread> threads;
    std::atomic<int> right{0};
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&, i, commands = made->commands] {
        for (int n = 0; n < 50; ++n) {
          const auto name = std::to_string(i) + "." + std::to_string(n);
          const auto answer = commands.send(asking(name)).get();
          right += answer && answer->at("action") == name;
        }
      });
    for (auto& each : threads)
      each.join();
    CHECK(right == 200);
  }
}

TEST_CASE("a command goes out with all that it has") {
  std::promise<json> seen;
  test_server server{kind::unix_socket, [&](test_peer& peer) {
                       peer.hello();
                       seen.set_value(peer.receive_json());
                       wait_for_end(peer);
                     }};
  auto made = connect(server.url());
  REQUIRE(made);
  command what = asking("add_team");
  what.session = session_id{3};
  what.args = {{"name", "Reds"}};
  what.key = "k1";
  const auto answer = made->commands.send(what);
  auto sent = seen.get_future().get();
  CHECK(sent.at("id").is_number_unsigned());
  sent.erase("id");
  CHECK(sent
        == json{
            {"type", "command"}, {"session", 3}, {"action", "add_team"}, {"args", {{"name", "Reds"}}}, {"key", "k1"}});
}

TEST_CASE("broadcasts, stream messages and blocks come to the receiver in their order") {
  for (const auto transport : all_kinds) {
    test_server server{transport, [](test_peer& peer) {
                         peer.hello();
                         peer.send({{"type", "broadcast"}, {"n", 1}});
                         peer.send(frame_kind::blocks, samples::durable(7));
                         peer.send({{"type", "something_new"}, {"n", 2}});
                         wait_for_end(peer);
                       }};
    auto made = connect(server.url());
    REQUIRE(made);
    CHECK(made->messages.recv(never)->value->at("n") == 1);
    const auto block = made->messages.recv(never);
    REQUIRE(block);
    CHECK(block->kind == frame_kind::blocks);
    CHECK(block->body == samples::durable(7));
    CHECK(made->messages.recv(never)->value->at("n") == 2);
    const auto none = made->messages.recv(1ms);
    REQUIRE_FALSE(none);
    CHECK(none.error().kind == fault_kind::timed_out);
  }
}

TEST_CASE("messages and blocks that are posted arrive as they were") {
  for (const auto transport : all_kinds) {
    std::promise<std::pair<json, std::string>> seen;
    test_server server{transport, [&](test_peer& peer) {
                         peer.hello();
                         auto first = peer.receive_json();
                         seen.set_value({std::move(first), peer.receive().second});
                         wait_for_end(peer);
                       }};
    auto made = connect(server.url());
    REQUIRE(made);
    REQUIRE(made->commands.post({{"type", "close"}, {"mux_id", 5}}));
    const auto blocks = samples::durable(1);
    REQUIRE(made->commands.post_blocks(blocks));
    const auto [message, raw] = seen.get_future().get();
    CHECK(message == json{{"type", "close"}, {"mux_id", 5}});
    CHECK(raw == as_text(blocks));
  }
}

TEST_CASE("a server that is lost fails what waits and what comes after, with its reason") {
  for (const auto transport : all_kinds) {
    test_server server{transport, [](test_peer& peer) {
                         peer.hello();
                         static_cast<void>(peer.receive());
                         peer.send({{"type", "broadcast"}});
                         peer.send({{"type", "goodbye"}, {"reason", "shutting_down"}, {"retry", true}});
                       }};
    auto made = connect(server.url());
    REQUIRE(made);
    const auto answer = made->commands.send(asking("ping")).get();
    REQUIRE_FALSE(answer);
    CHECK(answer.error().kind == fault_kind::lost);
    CHECK(answer.error().code == "shutting_down");
    CHECK(answer.error().may_return == true);
    CHECK(made->messages.recv(never));
    const auto end = made->messages.recv(never);
    REQUIRE_FALSE(end);
    CHECK(end.error().code == "shutting_down");
    const auto late = made->commands.send(asking("ping")).get();
    REQUIRE_FALSE(late);
    CHECK(late.error().kind == fault_kind::lost);
    CHECK_FALSE(made->commands.post({{"type", "goodbye"}}));
  }
}

TEST_CASE("a server that goes without a word is reported as such") {
  test_server server{kind::unix_socket, [](test_peer& peer) {
                       peer.hello();
                       static_cast<void>(peer.receive());
                     }};
  auto made = connect(server.url());
  REQUIRE(made);
  const auto answer = made->commands.send(asking("ping")).get();
  REQUIRE_FALSE(answer);
  CHECK(answer.error().kind == fault_kind::lost);
  CHECK(answer.error().message.find(server.url()) != std::string::npos);
}

TEST_CASE("a response that does not come in time fails its command alone") {
  test_server server{kind::unix_socket, [](test_peer& peer) {
                       peer.hello();
                       const auto first = peer.receive_json();
                       const auto second = peer.receive_json();
                       peer.send({{"type", "response"}, {"id", first.at("id")}, {"result", 1}});
                       peer.send({{"type", "response"}, {"id", second.at("id")}, {"result", 2}});
                       wait_for_end(peer);
                     }};
  auto made = connect(server.url(), {.response_max = 1ms});
  REQUIRE(made);
  const auto answer = made->commands.send(asking("slow")).get();
  REQUIRE_FALSE(answer);
  CHECK(answer.error().kind == fault_kind::timed_out);
  CHECK(made->commands.post({{"type", "command"}, {"id", 0}}));
}

TEST_CASE("a full receive queue stops the reading until something is taken") {
  constexpr int messages = 2'000;
  const bytes large(64 * 1024);
  std::atomic<int> sent{0};
  std::promise<void> all_sent;
  test_server server{kind::unix_socket, [&](test_peer& peer) {
                       peer.hello();
                       for (int i = 0; i < messages; ++i, ++sent)
                         peer.send(frame_kind::blocks, large);
                       all_sent.set_value();
                       wait_for_end(peer);
                     }};
  auto made = connect(server.url(), {.received_bytes_max = 256 * 1024});
  REQUIRE(made);
  auto finished = all_sent.get_future();
  // 125 MiB do not fit into the queue and the socket's buffers, so the server cannot get rid of them.
  CHECK(finished.wait_for(300ms) == std::future_status::timeout);
  const int before = sent;
  CHECK(before < messages / 2);
  for (int i = 0; i < messages; ++i)
    REQUIRE(made->messages.recv(never));
  finished.get();
}

TEST_CASE("with its receiver dropped, a connection reads everything and commands go on") {
  const bytes large(64 * 1024);
  test_server server{kind::unix_socket, [&](test_peer& peer) {
                       peer.hello();
                       for (int i = 0; i < 200; ++i)
                         peer.send(frame_kind::blocks, large);
                       const auto asked = peer.receive_json();
                       peer.send({{"type", "response"}, {"id", asked.at("id")}, {"result", 7}});
                       wait_for_end(peer);
                     }};
  auto made = connect(server.url(), {.received_bytes_max = 64 * 1024});
  REQUIRE(made);
  auto answer = made->commands.send(asking("ping"));
  { const auto dropped = std::move(made->messages); }
  CHECK(answer.get() == json(7));
}

TEST_CASE("with its sender dropped, a receiver goes on") {
  std::latch dropped{1};
  test_server server{kind::tcp, [&](test_peer& peer) {
                       peer.hello();
                       dropped.wait();
                       peer.send({{"type", "broadcast"}});
                       wait_for_end(peer);
                     }};
  auto messages = [&] {
    auto made = connect(server.url());
    REQUIRE(made);
    return std::move(made->messages);
  }();
  dropped.count_down();
  CHECK(messages.recv(never));
}

TEST_CASE("what was posted still arrives when both halves are dropped at once") {
  for (const auto transport : all_kinds) {
    std::promise<std::size_t> seen;
    test_server server{transport, [&](test_peer& peer) {
                         peer.hello();
                         // Unread messages on the other side must not cost what it sent.
                         peer.send({{"type", "broadcast"}});
                         std::size_t size = 0;
                         for (int i = 0; i < 20; ++i)
                           size += peer.receive().second.size();
                         seen.set_value(size);
                       }};
    {
      auto made = connect(server.url(), {.linger_max = never});
      REQUIRE(made);
      for (int i = 0; i < 20; ++i)
        REQUIRE(made->commands.post_blocks(bytes(100'000)));
    }
    CHECK(seen.get_future().get() == 2'000'000);
  }
}

TEST_CASE("a thread that waits to send is let go when the server is lost") {
  std::latch full{1};
  test_server server{kind::unix_socket, [&](test_peer& peer) {
                       peer.hello();
                       full.wait();
                     }};
  auto made = connect(server.url(), {.sending_bytes_max = 1'000});
  REQUIRE(made);
  for (int i = 0;; ++i) {
    // The server reads nothing, so the next posts soon have to wait for it to go.
    if (i == 3)
      full.count_down();
    if (const auto sent = made->commands.post_blocks(bytes(100'000)); !sent) {
      CHECK(sent.error().kind == fault_kind::lost);
      break;
    }
  }
}

TEST_CASE("closing fails whoever waits on the other half") {
  test_server server{kind::websocket, [](test_peer& peer) {
                       peer.hello();
                       wait_for_end(peer);
                     }};
  auto made = connect(server.url());
  REQUIRE(made);
  auto answer = made->commands.send(asking("ping"));
  made->commands.close();
  CHECK_FALSE(answer.get());
  CHECK_FALSE(made->messages.recv(never));
}

TEST_CASE("nobody listening is told in words that name the address") {
  for (const std::string url : {"unix:/nonexistent/atelier.sock", "tcp:127.0.0.1:1", "ws://127.0.0.1:1/ws"}) {
    const auto made = connect(url);
    REQUIRE_FALSE(made);
    CHECK(made.error().kind == fault_kind::unreachable);
    CHECK(made.error().message.find(url) != std::string::npos);
  }
}

TEST_CASE("a listener that says nothing, or something else than hello, is no server") {
  std::latch done{1};
  test_server silent{kind::tcp, [&](test_peer&) {
                       done.wait();
                     }};
  const auto waited = connect(silent.url(), {.connect_max = 10ms});
  CHECK_FALSE(waited);
  done.count_down();

  test_server newer{kind::tcp, [](test_peer& peer) {
                      peer.send({{"type", "hello"}, {"protocol", 2}});
                    }};
  const auto refused = connect(newer.url());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == fault_kind::broken_contract);

  test_server busy{kind::tcp, [](test_peer& peer) {
                     peer.send({{"type", "goodbye"}, {"reason", "rate_limited"}, {"retry", true}});
                   }};
  const auto turned_away = connect(busy.url());
  REQUIRE_FALSE(turned_away);
  CHECK(turned_away.error().code == "rate_limited");
}

TEST_CASE("bytes that are no frame end the connection as a breach") {
  test_server server{kind::unix_socket, [](test_peer& peer) {
                       peer.hello();
                       peer.send_raw(bytes(16, std::byte{0xff}));
                       wait_for_end(peer);
                     }};
  auto made = connect(server.url());
  REQUIRE(made);
  const auto end = made->messages.recv(never);
  REQUIRE_FALSE(end);
  CHECK(end.error().kind == fault_kind::broken_contract);
}

} // namespace atelier::client
