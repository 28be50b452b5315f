#include "engine/players/sign_in_guard.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace std::chrono_literals;

namespace {

constexpr player_id ada{1};
constexpr player_id bob{2};
constexpr connection_id here{1};
constexpr connection_id there{2};

struct gate {
  sign_in_guard guard{100};
  sign_in_guard::clock::time_point now{1h};

  /// Tries once, which must be let through.
  void try_once(player_id who, connection_id from, bool right) {
    CHECK_FALSE(guard.begin(who, from, now));
    guard.end(who, from, right, now);
  }
  /// What the next one would have to wait; it isn't made.
  sign_in_guard::clock::duration wait(player_id who, connection_id from) {
    if (const auto wait = guard.begin(who, from, now))
      return *wait;
    guard.end(who, from, true, now);
    return 0s;
  }
};

} // namespace

TEST_CASE("five wrong tries are free, then each wait is twice the last one, up to five minutes") {
  gate at;
  for (int i = 0; i < 5; ++i)
    at.try_once(ada, here, false);
  for (const auto expected : {1s, 2s, 4s, 8s, 16s, 32s, 64s, 128s, 256s, 300s, 300s, 300s}) {
    CHECK(at.guard.begin(ada, here, at.now) == expected);
    at.now += expected - 1ms;
    CHECK(at.guard.begin(ada, here, at.now) == 1ms);
    at.now += 1ms;
    at.try_once(ada, here, false);
  }
}

TEST_CASE("a player is slowed down whoever tries, and a connection whomever it tries") {
  gate at;
  for (int i = 0; i < 5; ++i)
    at.try_once(ada, here, false);
  CHECK(at.wait(ada, there) == 1s);
  CHECK(at.wait(bob, here) == 1s);
  CHECK(at.wait(bob, there) == 0s);
}

TEST_CASE("a right passphrase forgets the wrong ones of its player, not those of its connection") {
  gate at;
  for (int i = 0; i < 5; ++i)
    at.try_once(ada, here, false);
  at.now += 1s;
  at.try_once(ada, there, true);
  CHECK(at.wait(ada, there) == 0s);
  at.try_once(bob, here, true);
  at.try_once(bob, here, false);
  CHECK(at.wait(bob, here) == 2s);
}

TEST_CASE("tries that are under way count as wrong ones until it is known") {
  gate at;
  for (int i = 0; i < 5; ++i)
    CHECK_FALSE(at.guard.begin(ada, here, at.now));
  CHECK(at.guard.begin(ada, here, at.now) == 1s);
  CHECK(at.guard.begin(ada, there, at.now) == 1s);
  for (int i = 0; i < 5; ++i)
    at.guard.end(ada, here, true, at.now);
  CHECK(at.wait(ada, here) == 0s);
  CHECK(at.guard.size() == 0);
}

TEST_CASE("after the free tries one goes at a time") {
  gate at;
  for (int i = 0; i < 5; ++i)
    at.try_once(ada, here, false);
  at.now += 1s;
  CHECK_FALSE(at.guard.begin(ada, here, at.now));
  CHECK(at.guard.begin(ada, there, at.now) == 1s);
  at.guard.end(ada, here, false, at.now);
  CHECK(at.wait(ada, there) == 2s);
}

TEST_CASE("a connection that is gone is forgotten, with a try of it under way too") {
  gate at;
  CHECK_FALSE(at.guard.begin(ada, here, at.now));
  at.guard.gone(here);
  at.guard.end(ada, here, false, at.now);
  CHECK(at.guard.size() == 1);
  CHECK(at.wait(bob, here) == 0s);
}

TEST_CASE("wrong tries are forgotten after an hour") {
  gate at;
  for (int i = 0; i < 5; ++i)
    at.try_once(ada, here, false);
  at.now += 1h;
  CHECK(at.wait(ada, here) == 0s);
  CHECK(at.guard.size() == 0);
}

TEST_CASE("no more is remembered than there is room for, and the oldest goes first") {
  gate at;
  at.guard = sign_in_guard{10};
  for (int i = 0; i < 5; ++i)
    at.try_once(ada, here, false);
  for (std::uint32_t other = 100; other < 103; ++other) {
    at.now += 1s;
    at.try_once(player_id{other}, connection_id{other}, false);
  }
  CHECK(at.guard.size() == 8);
  CHECK(at.guard.begin(ada, there, at.now - 3s) == 1s);
  for (std::uint32_t other = 103; other < 200; ++other)
    at.try_once(player_id{other}, connection_id{other}, false);
  CHECK(at.guard.size() <= 10);
  CHECK(at.wait(ada, there) == 0s);
}
