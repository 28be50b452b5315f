#include "tests/simulation/games_play.hpp"
#include "tests/simulation/seeds.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::simulation;

namespace {

// Most plays are short, so that there are many; one in `long_plays` goes through whole games.
constexpr int rounds_of_a_long_play = 1'000;
constexpr int rounds_usual = 50;
constexpr std::uint64_t long_plays = 40;
constexpr std::uint64_t steps_between_kills_of_a_long_play = 3'000;
constexpr std::uint64_t steps_between_kills_usual = 1'000;

/// What each part of both is, where it is not the same.
void check_same(const json& killed, const json& unkilled) {
  for (const auto& [name, part] : unkilled.items()) {
    const auto& other = killed.at(name);
    if (part == other)
      continue;
    const auto difference = json::diff(part, other);
    FAIL_CHECK(name, " differ first in ", difference.front().dump(), ", in all in ", difference.size(), " places");
  }
}

} // namespace

TEST_CASE(
    "games end as they would have without kills, whenever the server is killed, and keep their rules on the way") {
  const auto first = from_environment("ATELIER_SEED", 1);
  const auto count = from_environment("ATELIER_SEEDS", seeds_usual / 15);
  const auto wanted = static_cast<int>(from_environment("ATELIER_ROUNDS", 0));
  int kills = 0;
  for (auto seed = first; seed < first + count; ++seed) {
    CAPTURE(seed);
    const bool is_long = seed % long_plays == 1;
    const auto rounds = wanted > 0 ? wanted : is_long ? rounds_of_a_long_play : rounds_usual;
    games_play unkilled{{seed, rounds, 0}};
    unkilled.run();
    const auto expected = unkilled.outcome();
    games_play killed{{seed, rounds, is_long ? steps_between_kills_of_a_long_play : steps_between_kills_usual}};
    killed.run();
    check_same(killed.outcome(), expected);
    kills += killed.kills();
    if (rounds < rounds_of_a_long_play)
      continue;
    CHECK(killed.chase().catches() > 5);
    CHECK(killed.chase().completions() > 20);
    CHECK(killed.guess().guesses() > 10);
    CHECK(killed.place().placements() > 100);
  }
  // A single short one may end before its first kill.
  CHECK((count < 10 || kills > static_cast<int>(count)));
}
