#include "tests/io_actors/linked.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace atelier;
using namespace atelier::test;

TEST_CASE("whatever another server says, only what was asked for is passed on, and never past the limits") {
  constexpr std::uint64_t seeds = 200;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    CAPTURE(seed);
    std::mt19937_64 dice{seed};
    linked l{seed};
    std::set<session_id> followed;
    std::size_t passed_on = 0, waiting = 0;
    const auto roll = [&](std::uint64_t sides) {
      return dice() % sides;
    };
    const auto some_json = [&]() -> json {
      const std::vector<json> some{nullptr,          true,          -1, 0, 1, 2, 3, 1.5, 1e300, "", "x", item_uuid,
                                   json::array({1}), json::object()};
      return some[roll(some.size())];
    };
    const auto message = [&] {
      const std::vector<std::string> types{"hello",  "sync",  "comment", "entry",    "thread",
                                           "closed", "error", "goodbye", "broadcast"};
      json out{{"type", types[roll(types.size())]},
               {"mux_id", 1 + roll(6)},
               {"srv_id", 2},
               {"seqno", 1 + roll(1'000)},
               {"protocol", 1},
               {"comment_uuid", item_uuid},
               {"version_uuid", item_uuid},
               {"thread_uuid", item_uuid},
               {"error", {{"message", "no"}}}};
      for (auto& [name, value] : out.items())
        if (roll(60) == 0)
          value = some_json();
      if (roll(60) == 0)
        out.erase("mux_id");
      auto text = out.dump();
      if (roll(60) == 0)
        text[roll(text.size())] = static_cast<char>(roll(256));
      return text;
    };
    for (int i = 0; i < 400; ++i) {
      const session_id project{static_cast<session_id::rep>(1 + roll(3))};
      switch (roll(12)) {
      case 0:
        followed.insert(project);
        l.follow(project, first_uuid);
        break;
      case 1:
        if (roll(4) == 0 && followed.erase(project) > 0)
          l.tell(unfollow_project{url, project});
        break;
      case 2:
      case 3:
        l.position(project, {{1, roll(5)}});
        break;
      case 4:
        if (waiting > 0)
          l.tell(feed_items_taken{url});
        waiting -= std::min<std::size_t>(waiting, 1);
        break;
      case 5:
        if (l.link.next_tick())
          l.wait();
        break;
      case 6:
        l.open();
        break;
      case 7:
        if (roll(20) == 0)
          l.lose();
        break;
      default:
        if (l.link.wants_input())
          l.hear_text(message());
      }
      for (; passed_on < l.items.size(); ++passed_on, ++waiting) {
        CHECK(followed.contains(l.items[passed_on].project));
        CHECK(l.items[passed_on].items.size() <= feed_limits::batch_messages_max);
        CHECK_FALSE(l.items[passed_on].items.empty());
      }
      REQUIRE(waiting <= feed_limits::batches_waiting_max + 1);
    }
    // It works with whoever means well afterwards.
    while (l.link.next_tick() && !l.state.starts_with("in sync")) {
      const auto opens = l.opens;
      l.wait();
      if (l.opens == opens)
        continue;
      l.greet();
      l.written.clear();
      for (const auto project : followed)
        l.position(project);
      for (const auto& text : l.written)
        l.sync(json::parse(text).at("mux_id"));
    }
    if (!followed.empty() && l.link.next_tick())
      CHECK(l.state == "in sync");
  }
}
