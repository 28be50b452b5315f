#include "tests/engine/feed/feed_room.hpp"

#include <array>
#include <doctest/doctest.h>
#include <random>

using namespace atelier;
using namespace atelier::test;

namespace {

/// Some write, good or bad, of few things.
std::pair<std::string, json> random_write(std::mt19937_64& dice) {
  const auto uuid = [&](unsigned from) {
    return uuid_of(from + static_cast<unsigned>(dice() % 4));
  };
  switch (dice() % 6) {
  case 0:
    return {"post_entry",
            {{"report_uuid", uuid(10)},
             {"entry_uuid", uuid(20)},
             {"version_uuid", uuid(30)},
             {"clip_id", std::to_string(dice() % 2)},
             {"content", json::object()}}};
  case 1:
    return {"edit_entry",
            {{"entry_uuid", uuid(20)},
             {"version_uuid", uuid(30)},
             {"modifies", json::array({uuid(30)})},
             {"reason", "so"},
             {"clip_id", std::to_string(dice() % 2)}}};
  case 2: {
    json links = dice() % 2 ? json{{"entity", "x"}} : json{{"comment", uuid(50)}};
    return {"post_thread", {{"thread_uuid", uuid(40)}, {"links", std::move(links)}}};
  }
  case 3:
  case 4:
    return {"post_comment",
            {{"thread_uuid", uuid(40)}, {"comment_uuid", uuid(50)}, {"body", std::to_string(dice() % 3)}}};
  default:
    break;
  }
  constexpr std::array<std::pair<const char*, unsigned>, 3> things{
      {{"entry_uuid", 20}, {"thread_uuid", 40}, {"comment_uuid", 50}}};
  const auto& [name, from] = things[dice() % things.size()];
  json args{{name, uuid(from)}};
  return {dice() % 2 ? "archive" : "unarchive", std::move(args)};
}

} // namespace

TEST_CASE("after a restart, everything is answered as if there had been none") {
  std::size_t written = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    std::mt19937_64 dice{seed};
    feed_room first;
    seqno_t foreign = 0;
    const auto some = [&](feed_room& room, std::mt19937_64& from) {
      const auto [action, args] = random_write(from);
      return room.write(from() % 2 ? ada : eve, action, args);
    };
    for (int i = 0; i < 60; ++i) {
      first.sleep(std::chrono::milliseconds{5});
      some(first, dice);
      if (dice() % 5 == 0)
        first.receive({feed_room::foreign(2, ++foreign, 40 + static_cast<unsigned>(dice() % 4))});
    }
    first.commit();
    auto state = after(first);
    const auto before = first.stored<feed_message>();
    written += before.size();
    feed_room second{std::move(state)};
    second.give(feed_position_asked{peer, lobby});
    first.give(feed_position_asked{peer, lobby});
    CHECK(second.next<feed_position>().value().have == first.next<feed_position>().value().have);
    // The second has nothing of what the disk has but what it is given.
    second.remember(before);
    second.sleep(std::chrono::milliseconds{5 * 60});
    auto other = dice;
    for (int i = 0; i < 60; ++i) {
      first.sleep(std::chrono::milliseconds{5});
      second.sleep(std::chrono::milliseconds{5});
      REQUIRE(some(first, dice) == some(second, other));
    }
    CHECK(first.stored<feed_message>() == second.stored<feed_message>());
  }
  CHECK(written > 20 * 10);
}
