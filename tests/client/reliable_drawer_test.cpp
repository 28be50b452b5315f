#include "client/reliable_drawer.hpp"

#include "tests/client/samples.hpp"

#include <doctest/doctest.h>

namespace atelier::client {

namespace {

constexpr author_id me{9};
const bytes pixel = samples::pixels(1, 1);

reliable_drawer joined(reliable_drawer::window bounds, client_seq_t client_seq = 0) {
  reliable_drawer out{bounds};
  out.synced({0, 1, me, client_seq});
  return out;
}

reliable_drawer with_ops(std::size_t count, reliable_drawer::window bounds = {}) {
  auto out = joined(bounds);
  for (std::size_t i = 0; i < count; ++i)
    out.add(pixel);
  return out;
}

struct sent {
  client_seq_t first = 0;
  std::uint32_t count = 0;
  friend bool operator==(const sent&, const sent&) = default;
};

std::vector<sent> send_all(reliable_drawer& from) {
  std::vector<sent> out;
  while (const auto draw = from.take_draw()) {
    CHECK(draw->ops.size() == 9 * draw->count);
    out.push_back({draw->first_client_seq, draw->count});
  }
  return out;
}

void come_back(reliable_drawer& to, seq_t first_seq, client_seq_t first, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i)
    to.came({first_seq + i, me, first + i, pixel});
}

} // namespace

TEST_CASE("nothing is numbered before the first sync says where this client stands") {
  reliable_drawer drawer;
  CHECK_FALSE(drawer.has_room());
  CHECK_FALSE(drawer.take_draw());
  drawer.synced({40, 1, me, 88});
  REQUIRE(drawer.has_room());
  CHECK(drawer.add(pixel) == 89);
  CHECK(send_all(drawer) == std::vector<sent>{{89, 1}});
}

TEST_CASE("ops are sent once each, in order, in messages of bounded size") {
  auto drawer = with_ops(7, {.draw_bytes_max = 27});
  CHECK(send_all(drawer) == std::vector<sent>{{1, 3}, {4, 3}, {7, 1}});
  CHECK(send_all(drawer).empty());
}

TEST_CASE("an op larger than a message's bound goes alone") {
  auto drawer = with_ops(2, {.draw_bytes_max = 5});
  CHECK(send_all(drawer) == std::vector<sent>{{1, 1}, {2, 1}});
}

TEST_CASE("no more ops are in flight than the window allows, and what comes back makes room") {
  auto drawer = with_ops(5, {.in_flight_max = 2});
  CHECK(send_all(drawer) == std::vector<sent>{{1, 2}});
  come_back(drawer, 1, 1, 1);
  CHECK(send_all(drawer) == std::vector<sent>{{3, 1}});
  come_back(drawer, 2, 2, 2);
  CHECK(send_all(drawer) == std::vector<sent>{{4, 2}});
}

TEST_CASE("ops are kept until they are durable, and no more of them than the bound") {
  auto drawer = with_ops(3, {.kept_max = 3});
  CHECK_FALSE(drawer.has_room());
  send_all(drawer);
  come_back(drawer, 1, 1, 3);
  CHECK_FALSE(drawer.has_room());
  CHECK(drawer.count().acknowledged == 3);
  CHECK_FALSE(drawer.settled());
  drawer.durable(2);
  CHECK(drawer.has_room());
  CHECK(drawer.count().durable == 2);
  drawer.durable(3);
  CHECK(drawer.settled());
}

TEST_CASE("DURABLE may come before the ops that it covers were seen coming back") {
  auto drawer = with_ops(1);
  send_all(drawer);
  drawer.durable(5);
  CHECK_FALSE(drawer.settled());
  come_back(drawer, 4, 1, 1);
  CHECK(drawer.settled());
}

TEST_CASE("ops of others with the same numbers acknowledge nothing") {
  auto drawer = with_ops(1);
  send_all(drawer);
  drawer.came({1, author_id{8}, 1, pixel});
  drawer.durable(1);
  CHECK_FALSE(drawer.settled());
}

TEST_CASE("after a cut only what the server has not accepted is sent again") {
  auto drawer = with_ops(5);
  send_all(drawer);
  drawer.disconnected();
  CHECK_FALSE(drawer.take_draw());
  drawer.synced({3, 1, me, 3});
  CHECK(send_all(drawer) == std::vector<sent>{{4, 2}});
  CHECK(drawer.count().repeated == 2);
}

TEST_CASE("ops that were accepted behind a cut are durable when the picture is, as far as the sync") {
  auto drawer = with_ops(2);
  send_all(drawer);
  drawer.disconnected();
  drawer.synced({30, 1, me, 2});
  drawer.durable(29);
  CHECK_FALSE(drawer.settled());
  drawer.durable(30);
  CHECK(drawer.settled());
}

TEST_CASE("ops that came back but were lost by an unclean stop are sent again") {
  auto drawer = with_ops(4);
  send_all(drawer);
  come_back(drawer, 1, 1, 4);
  drawer.durable(1);
  drawer.disconnected();
  drawer.synced({2, 2, me, 2});
  CHECK(send_all(drawer) == std::vector<sent>{{3, 2}});
  drawer.durable(2);
  CHECK(drawer.count().durable == 2);
  come_back(drawer, 3, 3, 2);
  drawer.durable(4);
  CHECK(drawer.settled());
}

TEST_CASE("a DURABLE of another epoch that comes before its sync settles nothing") {
  auto drawer = with_ops(3);
  send_all(drawer);
  come_back(drawer, 11, 1, 3);
  drawer.disconnected();
  // The server lost them all, and others have drawn as much since.
  drawer.durable(40);
  drawer.synced({40, 2, me, 0});
  CHECK(send_all(drawer) == std::vector<sent>{{1, 3}});
  CHECK(drawer.count().durable == 0);
}

TEST_CASE("another sync on the same connection sends nothing again") {
  auto drawer = with_ops(4, {.in_flight_max = 4});
  send_all(drawer);
  drawer.synced({20, 1, me, 2});
  CHECK(send_all(drawer).empty());
  drawer.add(pixel);
  CHECK(send_all(drawer) == std::vector<sent>{{5, 1}});
}

TEST_CASE("refused ops are settled, told of, and never sent again") {
  auto drawer = with_ops(4);
  send_all(drawer);
  drawer.rejected({2, 2, {fault_kind::refused, "outside", "out_of_bounds"}});
  drawer.rejected({2, 1, {fault_kind::refused, "outside", "out_of_bounds"}});
  CHECK(drawer.count().refused == 2);
  REQUIRE(drawer.refusals().size() == 2);
  CHECK(drawer.refusals()[0].why.code == "out_of_bounds");
  drawer.disconnected();
  drawer.synced({0, 2, me, 0});
  CHECK(send_all(drawer) == std::vector<sent>{{1, 1}, {4, 1}});
  come_back(drawer, 1, 1, 1);
  come_back(drawer, 2, 4, 1);
  drawer.durable(2);
  CHECK(drawer.settled());
  CHECK(drawer.count().durable == 2);
}

TEST_CASE("a client that was stopped goes on with the number that it had reached") {
  reliable_drawer drawer;
  drawer.start_after(0);
  REQUIRE(drawer.has_room());
  for (int i = 0; i < 3; ++i)
    drawer.add(pixel);
  drawer.synced({10, 1, me, 2});
  CHECK(send_all(drawer) == std::vector<sent>{{3, 1}});
}

TEST_CASE("a client that has used up its numbers adds nothing more") {
  auto drawer = joined({}, std::numeric_limits<client_seq_t>::max() - 1);
  REQUIRE(drawer.has_room());
  CHECK(drawer.add(pixel) == std::numeric_limits<client_seq_t>::max());
  CHECK(drawer.exhausted());
  CHECK_FALSE(drawer.has_room());
  CHECK(send_all(drawer) == std::vector<sent>{{std::numeric_limits<client_seq_t>::max(), 1}});
}

TEST_CASE("whatever breaks off when, every op ends up in the picture once") {
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    auto state = seed * 2654435761u;
    const auto random = [&](std::uint32_t below) {
      state = state * 1664525u + 1013904223u;
      return (state >> 16) % below;
    };
    constexpr std::uint32_t total = 60;
    // The server: what it has ordered, how much of that is on disk, and what is on the way to and from it.
    std::vector<client_seq_t> order;
    std::size_t on_disk = 0, told = 0;
    std::deque<sent> to_server;
    std::uint32_t added = 0;
    epoch_t epoch = 1;
    reliable_drawer drawer{{.in_flight_max = 10, .kept_max = 25, .draw_bytes_max = 36}};
    const auto accepted = [&] {
      return order.empty() ? 0 : order.back();
    };
    const auto join = [&] {
      to_server.clear();
      told = order.size();
      drawer.synced({order.size(), epoch, me, accepted()});
    };
    join();
    for (int step = 0; !(added == total && drawer.settled()); ++step) {
      REQUIRE(step < 20'000);
      while (added < total && drawer.has_room() && random(4) != 0)
        added = drawer.add(pixel);
      switch (random(12)) {
      case 0:
        drawer.disconnected();
        join();
        break;
      case 1:
        drawer.disconnected();
        order.resize(on_disk + random(static_cast<std::uint32_t>(order.size() - on_disk) + 1));
        ++epoch;
        join();
        break;
      case 2:
      case 3:
      case 4:
        on_disk = std::min(on_disk + random(8), order.size());
        drawer.durable(std::min(on_disk, told));
        break;
      case 5:
      case 6:
      case 7:
        if (told < order.size()) {
          drawer.came({told + 1, me, order[told], pixel});
          ++told;
        }
        break;
      case 8:
      case 9:
        if (const auto draw = drawer.take_draw())
          to_server.push_back({draw->first_client_seq, draw->count});
        break;
      default:
        if (to_server.empty())
          break;
        for (auto i = 0u; i < to_server.front().count; ++i)
          if (to_server.front().first + i > accepted())
            order.push_back(to_server.front().first + i);
        to_server.pop_front();
      }
    }
    REQUIRE(order.size() == total);
    for (std::uint32_t i = 0; i < total; ++i)
      CHECK(order[i] == i + 1);
    CHECK(on_disk == total);
  }
}

} // namespace atelier::client
