#include "storage/attachments/idle_partials.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace std::chrono_literals;

namespace {

const std::string one(64, '1');
const std::string two(64, '2');
constexpr wall_time noon{490'000h};

std::vector<std::uint64_t> numbers_of(const std::vector<idle_partial>& all) {
  std::vector<std::uint64_t> numbers;
  for (const auto& each : all)
    numbers.push_back(each.name.number);
  return numbers;
}

} // namespace

TEST_CASE("the longest partial of a hash is gone on with, unless it is longer than what was announced") {
  idle_partials idle{limits{}};
  idle.add({{one, 1}, 100, noon});
  idle.add({{one, 2}, 300, noon});
  idle.add({{one, 3}, 200, noon});
  idle.add({{two, 4}, 900, noon});
  CHECK(idle.take(one, 250)->name.number == 3);
  CHECK(idle.take(one, 300)->name.number == 2);
  CHECK(idle.take(one, 300)->name.number == 1);
  CHECK_FALSE(idle.take(one, 300));
  CHECK(idle.all().size() == 1);
}

TEST_CASE("no partial gets the name of another one, of an earlier run either") {
  idle_partials idle{limits{}};
  CHECK(idle.new_name(one).number == 1);
  idle.add({{two, 41}, 1, noon});
  CHECK(idle.new_name(one).number == 42);
  CHECK(idle.new_name(one).number == 43);
}

TEST_CASE("partials are overdue when they are too old") {
  idle_partials idle{limits{}};
  idle.add({{one, 1}, 1, noon});
  idle.add({{one, 2}, 1, noon - 1h});
  idle.add({{two, 3}, 1, noon - 24h});
  CHECK(numbers_of(idle.take_overdue(noon)).empty());
  CHECK(numbers_of(idle.take_overdue(noon + 1s)) == std::vector<std::uint64_t>{3});
  CHECK(numbers_of(idle.take_overdue(noon + 24h + 1s)) == std::vector<std::uint64_t>{2, 1});
  CHECK(idle.all().empty());
}

TEST_CASE("where there are too many partials the oldest have to go") {
  limits bounds;
  bounds.partial_attachments_max = 3;
  idle_partials idle{bounds};
  for (std::uint64_t number = 1; number <= 5; ++number)
    idle.add({{one, number}, 1, noon - std::chrono::minutes{number}});
  CHECK(numbers_of(idle.take_overdue(noon)) == std::vector<std::uint64_t>{5, 4});
  CHECK(idle.take_oldest()->name.number == 3);
}
