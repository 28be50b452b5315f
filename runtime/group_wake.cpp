#include "runtime/group_wake.hpp"

#include "runtime/asio_coordinator.hpp"

#include <algorithm>
#include <boost/asio/defer.hpp>
#include <caf/all.hpp>
#include <memory>
#include <span>

namespace atelier::runtime {

namespace {

/// What one handler does before others have their turn: some 200 µs where each of them writes to its socket.
constexpr std::size_t woken_per_handler = 64;

} // namespace

void wake_group(caf::actor_system& system, std::vector<sleeper> group, std::uint64_t what) {
  if (group.empty())
    return;
  auto& pool = coordinator_of(system);
  const auto all = std::make_shared<const std::vector<sleeper>>(std::move(group));
  // An equal share for each thread, where there are several.
  const auto share = (all->size() + pool.num_workers() - 1) / pool.num_workers();
  const auto step = std::min(share, woken_per_handler);
  for (std::size_t first = 0; first < all->size(); first += step)
    boost::asio::defer(pool.context(), [all, first, step, what] {
      for (const auto& each : std::span{*all}.subspan(first, std::min(step, all->size() - first)))
        if (each.who)
          each.who->wake(what);
    });
}

} // namespace atelier::runtime
