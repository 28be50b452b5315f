#include "bench/load/generator.hpp"

#include "bench/load/viewer.hpp"

#include <stdexcept>

namespace atelier::bench {

namespace {

/// Fewer than the shortest listen queue of the servers holds.
constexpr std::size_t handshakes_max = 200;

/// Without any progress.
constexpr std::chrono::seconds joining_max{20};

} // namespace

void join_all(generator& with, std::span<viewer* const> viewers) {
  std::size_t begun = 0;
  std::vector<viewer*> under_way;
  auto deadline = clock::now() + joining_max;
  for (;;) {
    if (std::erase_if(under_way, [](const viewer* each) { return each->joined(); }) > 0)
      deadline = clock::now() + joining_max;
    for (; begun < viewers.size() && under_way.size() < handshakes_max; ++begun) {
      viewers[begun]->join(with.port);
      under_way.push_back(viewers[begun]);
    }
    if (under_way.empty())
      return;
    with.loop.turn(deadline);
    if (with.loop.now() >= deadline)
      throw std::runtime_error{std::to_string(begun - under_way.size()) + " of " + std::to_string(viewers.size())
                               + " connections joined the room, then none for " + std::to_string(joining_max.count())
                               + " s"};
  }
}

} // namespace atelier::bench
