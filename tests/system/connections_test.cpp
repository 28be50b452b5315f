#include "client/cli/http_get.hpp"
#include "client/connection.hpp"
#include "tests/system/company.hpp"
#include "tests/system/environment.hpp"
#include "tests/system/picture_access.hpp"
#include "tests/system/stranger.hpp"
#include "tests/temporary_folder.hpp"

#include <algorithm>
#include <chrono>
#include <doctest/doctest.h>
#include <list>
#include <optional>
#include <sys/resource.h>
#include <time.h>

using namespace atelier;
using namespace atelier::test;

namespace {

using clock_type = std::chrono::steady_clock;

/// A client as others are; here only once the server has answered it.
std::optional<client::connection> enter(const std::string& url) {
  auto made = client::connect(url);
  if (!made)
    return std::nullopt;
  command ping;
  ping.action = "ping";
  if (!made->commands.send(std::move(ping)).get())
    return std::nullopt;
  return std::move(*made);
}

/// Until somebody has left whose end the server may not have noticed yet.
client::connection enter_when_there_is_room(const std::string& url) {
  std::optional<client::connection> out;
  REQUIRE(eventually([&] {
    out = enter(url);
    return out.has_value();
  }));
  return std::move(*out);
}

json ask_for_picture(const client::connection& over, picture_id picture) {
  command what;
  what.action = "picture";
  what.args = {{"picture", picture.value}};
  const auto answer = over.commands.send(std::move(what)).get();
  REQUIRE_MESSAGE(answer, answer.error().message);
  return answer->at("picture");
}

void subscribe(client::connection& over, picture_id picture, const std::string& uuid) {
  const json wanted{{"type", "subscribe"}, {"mux_id", 1}, {"picture", picture.value}, {"client", uuid}};
  REQUIRE(over.commands.post(wanted));
  for (;;) {
    const auto came = over.messages.recv(std::chrono::seconds{100});
    REQUIRE_MESSAGE(came, came.error().message);
    if (came->value && came->value->value("type", json{}) == "sync")
      return;
  }
}

/// A server that is asked by those who come past the limit, while others draw.
class crowded {
public:
  crowded(server_process& server, stranger::activity meanwhile) : server_{server}, meanwhile_{std::move(meanwhile)} {}

  void check_stream_is_refused(const std::string& url) {
    client::fault why;
    REQUIRE(eventually([&] {
      auto made = client::connect(url);
      auto came = made ? made->messages.recv(answer_max) : tl::unexpected{made.error()};
      REQUIRE_FALSE(came);
      why = came.error();
      return !is_unanswered(why);
    }));
    CHECK_MESSAGE(why.code == "rate_limited", why.message);
    CHECK(why.may_return == true);
  }

  void check_request_is_refused(const std::string& head) {
    std::string answer;
    REQUIRE(eventually([&] {
      stranger late{server_.http_url(), meanwhile_};
      late.send(head + "\r\nHost: localhost\r\n\r\n");
      answer = late.rest();
      return !answer.empty();
    }));
    CAPTURE(answer);
    CHECK(answer.starts_with("HTTP/1.1 503"));
    const auto body = json::parse(answer.substr(answer.find("\r\n\r\n") + 4), nullptr, false);
    REQUIRE(body.is_object());
    CHECK(body.at("error").at("code") == "rate_limited");
  }

  void check_all_are_refused() {
    check_stream_is_refused(server_.tcp_url());
    check_request_is_refused("GET /pictures HTTP/1.1");
    check_request_is_refused("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");
  }

private:
  static constexpr std::chrono::seconds answer_max{100};

  /// It was closed without a word, as are those past some who are being told.
  static bool is_unanswered(const client::fault& why) {
    return why.kind == client::fault_kind::lost && why.code.empty();
  }

  server_process& server_;
  stranger::activity meanwhile_;
};

/// Stops the server, and checks that its log says `what`, but not for each connection.
void check_log(server_process& server, const std::string& what, clock_type::time_point since) {
  REQUIRE(server.stop() == 0);
  std::size_t lines = 0;
  for (auto at = server.log().find(what); at != std::string::npos; at = server.log().find(what, at + 1))
    ++lines;
  const auto ten_seconds = static_cast<std::size_t>((clock_type::now() - since) / std::chrono::seconds{10});
  // One at first and one in each ten seconds after it, for each of three listeners.
  CHECK(lines >= 1);
  CHECK(lines <= 3 * (1 + ten_seconds));
}

/// The processor time that another process has used.
std::chrono::nanoseconds processor_time_of(pid_t process) {
  clockid_t which{};
  REQUIRE(::clock_getcpuclockid(process, &which) == 0);
  timespec time{};
  REQUIRE(::clock_gettime(which, &time) == 0);
  return std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
}

void limit_open_files(const server_process& server, std::size_t spare) {
  const auto open = std::filesystem::directory_iterator{"/proc/" + std::to_string(server.id()) + "/fd"};
  const auto most = static_cast<rlim_t>(std::distance(begin(open), end(open))) + spare;
  const rlimit bounds{most, most};
  REQUIRE(::prlimit(server.id(), RLIMIT_NOFILE, &bounds, nullptr) == 0);
}

} // namespace

TEST_CASE("past the limit on connections all are told, those inside notice nothing, and one may follow one who left") {
  const auto began = clock_type::now();
  const temporary_folder folder;
  server_process server{folder.path() / "data", {"--connections-max", "7"}};
  company people{server, "full house"};
  REQUIRE(people.size() == 4);
  crowded doors{server, [&] {
                  people.take();
                }};
  std::list<client::connection> guests;
  for (std::size_t i = 1; i <= 3; ++i)
    guests.push_back(enter_when_there_is_room(server.url(i % 2 + 1)));
  for (int round = 0; round < 5; ++round) {
    doors.check_all_are_refused();
    people.draw_round();
  }
  {
    // More at once than are told about it.
    std::list<stranger> silent;
    for (int i = 0; i < 30; ++i)
      silent.emplace_back(server.http_url(), [&] { people.take(); });
    people.draw_round();
    for (auto& each : silent)
      CHECK(each.rest() == "");
  }
  guests.pop_back();
  guests.push_back(enter_when_there_is_room(server.tcp_url()));
  doors.check_all_are_refused();
  guests.pop_back();
  guests.push_back(enter_when_there_is_room(server.ws_url()));
  doors.check_all_are_refused();

  // The owner gets in, but not for ever.
  for (int i = 0; i < 16; ++i)
    guests.push_back(enter_when_there_is_room(server.unix_url()));
  doors.check_stream_is_refused(server.unix_url());

  people.draw_round();
  guests.clear();
  static_cast<void>(enter_when_there_is_room(server.ws_url()));
  people.check();
  check_log(server, "connections are turned away", began);
}

TEST_CASE("a WebSocket of a client with a UUID counts once, and once again when it comes back") {
  const temporary_folder folder;
  server_process server{folder.path() / "data", {"--connections-max", "3"}};
  const auto picture = add_picture(server, "three chairs", 64, 48);
  crowded doors{server, [] {
                }};
  std::list<client::connection> guests;
  for (std::size_t i = 0; i < 3; ++i) {
    guests.push_back(enter_when_there_is_room(server.ws_url()));
    subscribe(guests.back(), picture, uuid_of(i));
  }
  for (int round = 0; round < 5; ++round) {
    doors.check_all_are_refused();
    CHECK(eventually([&] { return ask_for_picture(guests.front(), picture).at("viewers") == 3; }));
    guests.back().commands.close();
    guests.pop_back();
    guests.push_back(enter_when_there_is_room(server.ws_url()));
    subscribe(guests.back(), picture, uuid_of(2));
  }
  CHECK(server.stop() == 0);
}

TEST_CASE(
    "a server that may open few files serves as many as it can, keeps its own, and takes others when some leave") {
  const auto began = clock_type::now();
  const temporary_folder folder;
  server_process server{folder.path() / "data", {"--snapshot-seconds", "1"}, 64};
  const auto picture = add_picture(server, "pocket", 64, 48);
  crowded doors{server, [] {
                }};
  gathering people{server, picture};
  auto& ada = people.add(uuid_of(1), [dice = std::mt19937_64{1}](client_seq_t, const image& shown) mutable {
    auto next = random_op(dice, shown);
    while (!next.refused_as.empty())
      next = random_op(dice, shown);
    return next;
  });
  ada.connect(server.unix_url());
  ada.subscribe();
  const auto draw = [&] {
    const auto seq = people.watcher().stream().seq();
    ada.draw(10);
    REQUIRE(eventually([&] {
      while (people.take()) {
      }
      return people.watcher().stream().seq() == seq + 10 && ada.is_settled();
    }));
  };
  REQUIRE(eventually([&] {
    people.take();
    return ada.is_synced();
  }));
  std::list<client::connection> guests;
  // No more than the server needs for itself: one may come, and sixteen more over the Unix socket; two are there.
  for (int i = 2; i < 1 + 16; ++i)
    guests.push_back(enter_when_there_is_room(server.unix_url()));
  for (int round = 0; round < 5; ++round) {
    doors.check_all_are_refused();
    doors.check_stream_is_refused(server.unix_url());
    draw();
  }
  guests.pop_front();
  guests.push_back(enter_when_there_is_room(server.unix_url()));
  draw();
  CHECK(ada.connections() == 1);
  CHECK(people.watcher().connections() == 1);
  // With everybody still there.
  check_log(server, "connections are turned away", began);
  CHECK(server.log().find("not written") == std::string::npos);
  const auto stored = picture_on_disk(server, "pocket");
  CHECK(stored.seq == people.watcher().stream().seq());
  CHECK(stored.raster == people.watcher().raster());
}

// UndefinedBehaviorSanitizer opens pipes of its own, and ends the process where it gets none.
TEST_CASE("where open files run out, others wait at no cost, those inside notice nothing, and all come in in the end"
          * doctest::skip(is_instrumented)) {
  const auto began = clock_type::now();
  const temporary_folder folder;
  server_process server{folder.path() / "data"};
  company people{server, "last drawer"};
  auto guest = enter_when_there_is_room(server.tcp_url());
  limit_open_files(server, 0);
  people.draw_round();

  // The system accepts for the server, which can't take them from there.
  std::list<stranger> waiting;
  for (int i = 0; i < 12; ++i) {
    waiting.emplace_back(server.http_url(), [&] { people.take(); });
    waiting.back().send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }
  people.draw_round();
  const auto used_before = processor_time_of(server.id());
  const auto asleep_since = clock_type::now();
  std::this_thread::sleep_for(std::chrono::seconds{1});
  const auto used = processor_time_of(server.id()) - used_before;
  CHECK(used < (clock_type::now() - asleep_since) / 4);
  people.draw_round();

  guest.commands.close();
  // Whoever has its answer makes room for the next.
  for (; !waiting.empty(); waiting.pop_front())
    CHECK(waiting.front().rest().starts_with("HTTP/1.1 200"));
  people.draw_round();
  people.check();
  check_log(server, "cannot accept connections", began);
}
