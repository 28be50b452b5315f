#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

challenge_set_record sample_set(std::uint32_t id, std::initializer_list<std::uint32_t> challenges) {
  challenge_set_record set{challenge_set_id{id}, "set " + std::to_string(id), {}};
  for (const auto each : challenges)
    set.challenges.push_back(challenge_id{each});
  return set;
}

/// What a server that starts again finds after the challenges 1 to 4 and these records.
recovered_state after_four(const std::vector<record>& records) {
  std::vector<record> all;
  for (std::uint32_t id = 1; id <= 4; ++id)
    all.emplace_back(sample_challenge(id, "challenge " + std::to_string(id)));
  all.insert(all.end(), records.begin(), records.end());
  return recovered_after(all);
}

} // namespace

TEST_CASE("challenges are found again as they were put, in the order of their ids") {
  auto late = sample_challenge(9, std::string{"Grüße 😀\0'\"%", 15});
  late.points = 1'000'000;
  auto plain = sample_challenge(4, "swim");
  plain.description = "";
  plain.language = "";
  plain.points = -3;
  const auto state = recovered_after({late, plain});
  CHECK(state.challenges == std::vector{plain, late});
  CHECK(state.next_challenge_id == challenge_id{10});
}

TEST_CASE("a challenge that is put again is replaced and stays in its sets") {
  auto changed = sample_challenge(2, "changed");
  changed.points = 7;
  const auto state = after_four({sample_set(1, {2, 3}), changed});
  CHECK(state.challenges.at(1) == changed);
  CHECK(state.challenge_sets == std::vector{sample_set(1, {2, 3})});
}

TEST_CASE("a challenge that is removed leaves all sets, and its id is not given again") {
  const auto state =
      after_four({sample_set(1, {2, 4}), sample_set(2, {4}), sample_set(3, {1}), challenge_removed{challenge_id{4}}});
  CHECK(state.challenges.size() == 3);
  CHECK(state.challenge_sets == std::vector{sample_set(1, {2}), sample_set(2, {}), sample_set(3, {1})});
  CHECK(state.next_challenge_id == challenge_id{5});
}

TEST_CASE("sets are found again as the last that was said of each") {
  auto renamed = sample_set(7, {4, 1});
  renamed.name = "renamed";
  auto ascending = sample_set(7, {1, 4});
  ascending.name = "renamed";
  const auto state = after_four({sample_set(7, {1, 2, 3}), sample_set(3, {}), renamed});
  CHECK(state.challenge_sets == std::vector{sample_set(3, {}), ascending});
  CHECK(state.next_challenge_set_id == challenge_set_id{8});
}

TEST_CASE("a set may come before its challenges in one batch") {
  const auto state = recovered_after({sample_set(1, {6}), sample_challenge(6, "six")});
  CHECK(state.challenge_sets == std::vector{sample_set(1, {6})});
}

TEST_CASE("a set of a challenge that is not there is refused") {
  const temporary_folder at;
  CHECK_FALSE(commit(*open_folder(at.path()), {sample_set(1, {6})}));
  CHECK(recover(*open_folder(at.path())).challenge_sets.empty());
}

TEST_CASE("a set that is removed takes no challenge with it, and its id is not given again") {
  const auto state = after_four({sample_set(1, {2}), sample_set(2, {2}), challenge_set_removed{challenge_set_id{2}}});
  CHECK(state.challenge_sets == std::vector{sample_set(1, {2})});
  CHECK(state.challenges.size() == 4);
  CHECK(state.next_challenge_set_id == challenge_set_id{3});
}

TEST_CASE("all challenges and sets are removed at once, and no id is given again") {
  const auto state = after_four({sample_set(1, {2}), challenges_removed{}});
  CHECK(state.challenges.empty());
  CHECK(state.challenge_sets.empty());
  CHECK(state.next_challenge_id == challenge_id{5});
  CHECK(state.next_challenge_set_id == challenge_set_id{2});
}

TEST_CASE("to remove what is not there changes nothing") {
  const auto state = after_four({challenge_removed{challenge_id{99}}, challenge_set_removed{challenge_set_id{99}}});
  CHECK(state.challenges.size() == 4);
  CHECK(state.next_challenge_id == challenge_id{5});
}
