#include "engine/players/tokens.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace std::chrono_literals;

namespace {

constexpr player_id ada{1};
constexpr player_id bob{2};
constexpr wall_time today{480'000h};

token_record record_of(const char* token, player_id player, std::chrono::hours left) {
  return {token_hash(token), player, today + left};
}

std::vector<std::string> removed_by(const std::vector<record>& all) {
  std::vector<std::string> out;
  for (const auto& each : all)
    if (const auto* removed = std::get_if<token_removed>(&each))
      out.push_back(removed->hash);
  return out;
}

} // namespace

TEST_CASE("a token's hash is BLAKE2b of 256 bits, in hexadecimal") {
  CHECK(token_hash("abc") == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

TEST_CASE("a token is found until its end, or until it is ended") {
  tokens all{{record_of("a", ada, 2h)}, 10};
  CHECK(all.add(record_of("b", ada, 3h)).size() == 1);
  REQUIRE(all.find("a", today));
  CHECK(all.find("a", today)->player == ada);
  CHECK_FALSE(all.find("a", today + 2h));
  CHECK_FALSE(all.find("c", today));
  CHECK_FALSE(all.find("", today));
  CHECK(removed_by(all.end(token_hash("b"))) == std::vector{token_hash("b")});
  CHECK(all.end(token_hash("b")).empty());
  CHECK_FALSE(all.find("b", today));
}

TEST_CASE("of too many tokens of a player the oldest ends, others' do not") {
  tokens all{{record_of("2", ada, 2h), record_of("1", ada, 1h), record_of("b", bob, 1h)}, 2};
  const auto stored = all.add(record_of("3", ada, 3h));
  REQUIRE(stored.size() == 2);
  CHECK(std::get<token_record>(stored.front()) == record_of("3", ada, 3h));
  CHECK(removed_by(stored) == std::vector{token_hash("1")});
  // The clock was set back meanwhile.
  CHECK(removed_by(all.add(record_of("4", ada, 1h))) == std::vector{token_hash("2")});
  CHECK(all.find("4", today));
  CHECK(all.find("b", today));
}

TEST_CASE("all tokens of a player can be ended, but for one") {
  tokens all{{record_of("1", ada, 1h), record_of("2", ada, 2h), record_of("b", bob, 1h)}, 10};
  CHECK(removed_by(all.end_all(ada, token_hash("2"))) == std::vector{token_hash("1")});
  CHECK(all.find("2", today));
  CHECK(removed_by(all.end_all(ada, "")) == std::vector{token_hash("2")});
  CHECK(all.end_all(ada, "").empty());
  CHECK(all.size() == 1);
}

TEST_CASE("tokens whose time is over are forgotten every ten minutes at most") {
  tokens all{{record_of("1", ada, 1h), record_of("2", ada, 2h)}, 10};
  instant now{instant::clock::time_point{1h}, today};
  CHECK(all.forget_ended(now).empty());
  now.wall += 90min;
  now.mono += 9min;
  CHECK(all.forget_ended(now).empty());
  now.mono += 1min;
  const auto stored = all.forget_ended(now);
  REQUIRE(stored.size() == 1);
  CHECK(std::get<tokens_expired>(stored.front()).before == now.wall);
  CHECK(all.size() == 1);
  CHECK(all.find("2", today));
}
