#include "engine/feed/version_graph.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <limits>
#include <random>
#include <set>
#include <utility>
#include <vector>

using namespace atelier;

namespace {

using place = version_graph::place;
using places = std::vector<place>;

constexpr auto plenty = std::numeric_limits<std::uint64_t>::max();

/// All that is applied for a head.
places applied_for(version_graph& graph, place head, step_budget& steps) {
  auto out = graph.common();
  const auto own = graph.own_of(head, steps);
  REQUIRE(own.has_value());
  out.insert(out.end(), own->begin(), own->end());
  return out;
}

std::set<place> ancestors_of(const std::vector<places>& parents, place of) {
  std::set<place> met;
  auto next = parents[of];
  while (!next.empty()) {
    const auto each = next.back();
    next.pop_back();
    if (met.insert(each).second)
      next.insert(next.end(), parents[each].begin(), parents[each].end());
  }
  return met;
}

/// The same from the rule alone: its ancestors and itself by (number of ancestors, place).
places expected_for(const std::vector<places>& parents, place head) {
  std::vector<std::pair<std::size_t, place>> ranked{{ancestors_of(parents, head).size(), head}};
  for (const auto each : ancestors_of(parents, head))
    ranked.emplace_back(ancestors_of(parents, each).size(), each);
  std::ranges::sort(ranked);
  places out;
  for (const auto& [count, each] : ranked)
    out.push_back(each);
  return out;
}

std::vector<places> random_parents(std::mt19937_64& random, std::size_t size, std::size_t reach, std::size_t parents) {
  std::vector<place> order(size);
  for (place i = 0; i < size; ++i)
    order[i] = i;
  std::ranges::shuffle(order, random);
  std::vector<places> out(size);
  for (std::size_t i = 1; i < size; ++i) {
    std::set<place> own;
    for (auto left = random() % (parents + 1); left > 0; --left)
      own.insert(order[i - 1 - random() % std::min(i, reach)]);
    out[order[i]] = {own.begin(), own.end()};
  }
  return out;
}

} // namespace

TEST_CASE("what is applied for a head is what the rule says, whatever the versions came out of") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    std::mt19937_64 random{seed};
    // Now and then so many that their ancestors are counted in several goes.
    const bool is_large = seed % 50 == 0;
    const auto size = is_large ? 1'500 : 1 + random() % 40;
    const auto parents = random_parents(random, size, is_large ? 400 : 1 + random() % 12, 1 + random() % 3);
    version_graph graph{parents};
    step_budget steps{plenty};
    REQUIRE(graph.rank(steps));
    places heads;
    for (place each = 0; each < size; ++each)
      if (std::ranges::none_of(parents, [&](const places& own) { return std::ranges::count(own, each) > 0; }))
        heads.push_back(each);
    REQUIRE_EQ(graph.heads(), heads);
    const auto looked_at = std::min<std::size_t>(heads.size(), is_large ? 3 : 40);
    for (std::size_t i = 0; i < looked_at; ++i)
      REQUIRE_EQ(applied_for(graph, heads[heads.size() - 1 - i], steps),
                 expected_for(parents, heads[heads.size() - 1 - i]));
  }
}

TEST_CASE("versions that modify each other in a circle stand side by side, and what is around them stays") {
  // 0 is modified by 1, which is in a circle with 2 and 3; 4 modifies 3; 5 modifies itself.
  version_graph graph{{{}, {0, 3}, {1}, {2}, {3}, {5}}};
  step_budget steps{plenty};
  REQUIRE(graph.rank(steps));
  CHECK_EQ(graph.heads(), places{1, 2, 4, 5});
  CHECK_EQ(applied_for(graph, 1, steps), places{0, 1});
  CHECK_EQ(applied_for(graph, 2, steps), places{2});
  CHECK_EQ(applied_for(graph, 4, steps), places{3, 4});
  CHECK_EQ(applied_for(graph, 5, steps), places{5});
}

TEST_CASE("long chains, and merges of the last two, take as many steps as there are versions") {
  constexpr std::size_t size = 200'000;
  std::vector<places> chain(size);
  std::vector<places> braid(size);
  for (place i = 1; i < size; ++i) {
    chain[i] = {i - 1};
    braid[i] = i == 1 ? places{0} : places{i - 2, i - 1};
  }
  for (auto* parents : {&chain, &braid}) {
    version_graph graph{*parents};
    step_budget steps{3 * size};
    REQUIRE(graph.rank(steps));
    CHECK_EQ(graph.heads(), places{size - 1});
    const auto all = applied_for(graph, size - 1, steps);
    CHECK_EQ(all.size(), size);
    CHECK(std::ranges::is_sorted(all));
  }
}

TEST_CASE("what would take too many steps is given up") {
  std::mt19937_64 random{1};
  const auto parents = random_parents(random, 5'000, 2'000, 2);
  version_graph graph{parents};
  step_budget few{10'000};
  CHECK_FALSE(graph.rank(few));
  step_budget more{1'000'000};
  REQUIRE(graph.rank(more));
  step_budget none{0};
  CHECK_FALSE(graph.own_of(graph.heads().back(), none).has_value());
}
