#include "runtime/group_wake.hpp"

#include "runtime/asio_coordinator.hpp"

#include <algorithm>
#include <boost/asio/defer.hpp>
#include <caf/all.hpp>
#include <span>

namespace atelier::runtime {

namespace {

/// What one handler does before others have their turn: some 200 µs where each of them writes to its socket.
constexpr std::size_t woken_per_handler = 64;

} // namespace

void wake_group(caf::actor_system& system, const sleeper_group& group, const std::shared_ptr<const log_tail>& what) {
  auto& pool = coordinator_of(system);
  const auto count = group->size();
  // An equal share for each thread, where there are several.
  const auto share = (count + pool.num_workers() - 1) / pool.num_workers();
  const auto step = std::min(share, woken_per_handler);
  for (std::size_t first = 0; first < count; first += step)
    boost::asio::defer(pool.context(), [group, first, last = std::min(first + step, count), what] {
      for (const auto& each : std::span{*group}.subspan(first, last - first))
        if (each.who && each.gate->wake())
          each.who->wake(what);
    });
}

} // namespace atelier::runtime
