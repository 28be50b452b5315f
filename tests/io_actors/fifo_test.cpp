#include "io_actors/fifo.hpp"

#include <deque>
#include <doctest/doctest.h>
#include <memory>
#include <random>

using atelier::fifo;

TEST_CASE("a fifo does what a deque does") {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    std::mt19937 dice{seed};
    fifo<int> queue;
    std::deque<int> expected;
    for (int i = 0; i < 2'000; ++i) {
      const bool grows = dice() % 2 == 0 || (i / 200 % 2 == 0 && dice() % 4 != 0);
      if (grows || expected.empty()) {
        queue.push_back(i % 50);
        expected.push_back(i % 50);
      } else if (dice() % 50 == 0) {
        queue.erase(expected.back());
        std::erase(expected, int{expected.back()});
      } else {
        REQUIRE(queue.front() == expected.front());
        queue.pop_front();
        expected.pop_front();
      }
      REQUIRE(queue.empty() == expected.empty());
      REQUIRE(std::equal(queue.begin(), queue.end(), expected.begin(), expected.end()));
    }
  }
}

TEST_CASE("what has left a fifo is let go of at once") {
  fifo<std::shared_ptr<int>> queue;
  const auto item = std::make_shared<int>(1);
  queue.push_back(item);
  queue.push_back(item);
  queue.pop_front();
  CHECK(item.use_count() == 2);
  queue.clear();
  CHECK(item.use_count() == 1);
}
