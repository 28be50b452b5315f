#include "io_actors/peering_actor.hpp"

#include "protocol/feed_limits.hpp"
#include "protocol/json_text.hpp"
#include "tests/actor_stage.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>
#include <doctest/doctest.h>
#include <functional>
#include <string>
#include <vector>

using namespace atelier;
using namespace atelier::test;
using namespace std::chrono_literals;

namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
using tcp = boost::asio::ip::tcp;

constexpr session_id project{3};
constexpr auto project_uuid = "11111111-0000-4000-8000-000000000001";
constexpr auto patience = 10s;

/// Another server, one blocking step at a time.
class other_server {
public:
  [[nodiscard]] std::string url() const {
    return "ws://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/ws";
  }
  /// Takes the next connection, and says hello.
  void accept(std::uint32_t srv_id = 2) {
    wire_.emplace(acceptor_.accept());
    beast::flat_buffer buffer;
    beast::http::read(wire_->next_layer(), buffer, request_.emplace());
    wire_->accept(*request_);
    say({{"type", "hello"}, {"protocol", 1}, {"server", "twin"}, {"connection", 1}, {"srv_id", srv_id}});
  }
  /// Answers a request for a WebSocket with this status.
  void decline(beast::http::status as) {
    auto socket = acceptor_.accept();
    beast::flat_buffer buffer;
    beast::http::request<beast::http::string_body> asked;
    beast::http::read(socket, buffer, asked);
    beast::http::response<beast::http::string_body> answer{as, 11};
    answer.prepare_payload();
    beast::http::write(socket, answer);
  }
  void say(const json& what) {
    // Whoever refuses a message may be gone before all of it is written.
    boost::system::error_code gone;
    wire_->text(true);
    wire_->write(boost::asio::buffer(what.dump()), gone);
  }
  void say_binary() {
    wire_->binary(true);
    wire_->write(boost::asio::buffer("x", 1));
  }
  void comment(std::int64_t mux, seqno_t seqno, std::size_t body = 0) {
    say({{"type", "comment"},
         {"mux_id", mux},
         {"srv_id", 2},
         {"seqno", seqno},
         {"comment_uuid", "aaaaaaaa-0000-4000-8000-000000000001"},
         {"body", std::string(body, 'x')}});
  }
  [[nodiscard]] json hear() {
    beast::flat_buffer buffer;
    wire_->read(buffer);
    return json::parse(beast::buffers_to_string(buffer.data()));
  }
  /// The other side has gone.
  [[nodiscard]] bool is_left() {
    beast::flat_buffer buffer;
    boost::system::error_code failed;
    wire_->read(buffer, failed);
    return failed.failed();
  }
  void leave() {
    wire_.reset();
  }
  [[nodiscard]] std::string header(beast::http::field name) const {
    return std::string{(*request_)[name]};
  }

private:
  boost::asio::io_context context_;
  tcp::acceptor acceptor_{context_, {boost::asio::ip::address_v4::loopback(), 0}};
  std::optional<websocket::stream<tcp::socket>> wire_;
  std::optional<beast::http::request<beast::http::string_body>> request_;
};

/// The peering with a mailbox for its engine.
struct peering_stage : actor_stage {
  ~peering_stage() {
    end(peers);
  }

  peering_house peers = spawn_peering(system, 1, 7);
  std::vector<std::string> named;
  std::vector<session_id> asked;
  std::vector<feed_items_received> items;
  std::vector<std::string> states;

  template <class Message>
  void tell(Message what) {
    self->send(peers, std::move(what));
  }
  void begin(std::vector<std::string> urls = {}) {
    tell(peers_begin{engine, std::move(urls)});
  }
  /// Takes what comes to the engine until the condition holds; false where it does not in time.
  bool until(const std::function<bool()>& condition, std::chrono::milliseconds at_most = patience) {
    const auto deadline = std::chrono::steady_clock::now() + at_most;
    while (!condition()) {
      const auto now = std::chrono::steady_clock::now();
      if (now >= deadline)
        return false;
      self->receive([this](const peers_named& what) { named = what.urls; },
                    [this](const feed_position_asked& what) { asked.push_back(what.project); },
                    [this](const feed_items_received& what) { items.push_back(what); },
                    [this](const link_changed& what) { states.push_back(what.state); },
                    caf::after(std::chrono::ceil<std::chrono::milliseconds>(deadline - now)) >> [] {});
    }
    return true;
  }
  bool until_state(const std::string& wanted) {
    return until([&] { return !states.empty() && states.back().starts_with(wanted); });
  }
  /// Follows the project over a connection that the other server takes, as its mux 1.
  void follow_at(other_server& other) {
    tell(follow_project{other.url(), project, project_uuid});
    other.accept();
    REQUIRE(until([&] { return !asked.empty(); }));
    tell(feed_position{other.url(), project, {{2, 4}}});
    REQUIRE(other.hear()["mux_id"] == 1);
  }
  [[nodiscard]] std::size_t count() const {
    std::size_t out = 0;
    for (const auto& each : items)
      out += each.items.size();
    return out;
  }
};

} // namespace

TEST_CASE("a project is followed over a WebSocket, as a client would") {
  peering_stage stage;
  other_server other;
  stage.begin({other.url()});
  REQUIRE(stage.until([&] { return stage.named == std::vector{other.url()}; }));
  stage.tell(follow_project{other.url(), project, project_uuid});
  other.accept();
  CHECK(other.header(beast::http::field::user_agent) == "atelier");
  CHECK(other.header(beast::http::field::host) == other.url().substr(5, other.url().size() - 8));
  REQUIRE(stage.until([&] { return stage.asked == std::vector{project}; }));
  stage.tell(feed_position{other.url(), project, {{1, 9}, {2, 4}}});
  CHECK(other.hear()
        == json{{"type", "subscribe"},
                {"mux_id", 1},
                {"project_uuid", project_uuid},
                {"since", {{1, 9}, {2, 4}}},
                {"entries", "*"},
                {"threads", "*"},
                {"comments", "*"}});
  other.comment(1, 5);
  other.say({{"type", "sync"}, {"mux_id", 1}});
  REQUIRE(stage.until_state("in sync"));
  REQUIRE(stage.items.size() == 1);
  CHECK(stage.items[0].url == other.url());
  CHECK(stage.items[0].items.at(0).seqno == 5);
  stage.tell(feed_items_taken{other.url()});
  other.comment(1, 6);
  REQUIRE(stage.until([&] { return stage.count() == 2; }));
}

TEST_CASE("a connection that breaks off comes back by itself") {
  peering_stage stage;
  other_server other;
  stage.begin();
  stage.follow_at(other);
  for (int i = 0; i < 3; ++i) {
    CAPTURE(i);
    other.leave();
    REQUIRE(stage.until_state("the connection was lost"));
    stage.asked.clear();
    other.accept();
    REQUIRE(stage.until([&] { return !stage.asked.empty(); }));
    stage.tell(feed_position{other.url(), project, {}});
    CHECK(other.hear()["type"] == "subscribe");
    other.say({{"type", "sync"}, {"mux_id", i + 2}});
    REQUIRE(stage.until_state("in sync"));
  }
}

TEST_CASE("nothing is read while the engine has its hands full, and nothing is lost") {
  peering_stage stage;
  other_server other;
  stage.begin();
  stage.follow_at(other);
  constexpr std::size_t in_time = 1 + (feed_limits::batches_waiting_max - 1) * feed_limits::batch_messages_max;
  constexpr std::size_t all = in_time + 500;
  for (std::size_t i = 0; i < all; ++i)
    other.comment(1, 5 + i);
  REQUIRE(stage.until([&] { return stage.items.size() == feed_limits::batches_waiting_max; }));
  CHECK(stage.count() == in_time);
  CHECK_FALSE(stage.until([&] { return stage.count() > in_time; }, 200ms));
  for (std::size_t taken = 0; taken < stage.items.size() && stage.count() < all;) {
    stage.tell(feed_items_taken{other.url()});
    ++taken;
    static_cast<void>(
        stage.until([&] { return stage.items.size() > feed_limits::batches_waiting_max + taken - 1; }, 100ms));
  }
  REQUIRE(stage.count() == all);
  seqno_t next = 5;
  for (const auto& batch : stage.items)
    for (const auto& each : batch.items)
      CHECK(each.seqno == next++);
}

TEST_CASE("a server that is not there, or takes no WebSocket, is said to be so") {
  peering_stage stage;
  stage.begin();
  std::string gone;
  {
    const other_server briefly;
    gone = briefly.url();
  }
  stage.tell(follow_project{gone, project, project_uuid});
  CHECK(stage.until_state("can't reach it: Connection refused"));
  other_server other;
  stage.tell(unfollow_project{gone, project});
  stage.tell(follow_project{other.url(), project, project_uuid});
  other.decline(beast::http::status::forbidden);
  CHECK(stage.until_state("it has no WebSocket there for this server: HTTP 403"));
  // And is tried again.
  other.accept();
  CHECK(stage.until([&] { return !stage.asked.empty(); }));
}

TEST_CASE("what no feed has ends the connection") {
  peering_stage stage;
  other_server other;
  stage.begin();
  stage.follow_at(other);
  other.say_binary();
  CHECK(stage.until_state("it sent a binary message"));
  CHECK(other.is_left());
}

TEST_CASE("a message larger than any feed has ends the connection") {
  peering_stage stage;
  other_server other;
  stage.begin();
  stage.follow_at(other);
  other.comment(1, 5, 2 * 1024 * 1024);
  CHECK(stage.until_state("it sent a message of more than 1048576 bytes"));
  CHECK(other.is_left());
}

TEST_CASE("the last project that is no longer followed takes the connection with it, and another brings a new one") {
  peering_stage stage;
  other_server other;
  stage.begin();
  stage.follow_at(other);
  constexpr session_id second{4};
  stage.tell(follow_project{other.url(), second, "22222222-0000-4000-8000-000000000002"});
  REQUIRE(stage.until([&] { return stage.asked.size() == 2; }));
  stage.tell(unfollow_project{other.url(), project});
  CHECK(other.hear() == json{{"type", "close"}, {"mux_id", 1}});
  stage.tell(unfollow_project{other.url(), second});
  CHECK(other.is_left());
  stage.tell(follow_project{other.url(), project, project_uuid});
  other.accept();
  CHECK(stage.until([&] { return stage.asked.size() == 3; }));
}

TEST_CASE("what is followed before the engine is known waits for it, and the end of the peering is that of all") {
  peering_stage stage;
  other_server first, second;
  stage.tell(follow_project{first.url(), project, project_uuid});
  stage.tell(follow_project{second.url(), project, project_uuid});
  stage.begin();
  first.accept();
  second.accept();
  REQUIRE(stage.until([&] { return stage.asked.size() == 2; }));
  stage.end(stage.peers);
  CHECK(first.is_left());
  CHECK(second.is_left());
}
