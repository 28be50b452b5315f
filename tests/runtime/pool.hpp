#pragma once

#include "runtime/asio_coordinator.hpp"

#include <caf/all.hpp>
#include <memory>
#include <mutex>
#include <string>
#include <type_traits>
#include <vector>

namespace atelier::runtime::test {

/// The faults that a pool reported; any thread.
class fault_list {
public:
  void add(std::string_view line) {
    const std::lock_guard lock{mutex_};
    lines_.emplace_back(line);
  }
  [[nodiscard]] bool mentions(std::string_view text) const {
    const std::lock_guard lock{mutex_};
    for (const auto& line : lines_)
      if (line.find(text) != std::string::npos)
        return true;
    return false;
  }

private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

/// An actor system on its own thread pool; destroying it waits for its actors.
struct pool {
  explicit pool(std::size_t threads = 3) : config{make_config(threads, faults)}, system{*config} {}

  /// Spawns an actor out of a function of `caf::event_based_actor*`. CAF trips over UBSan where a function is spawned
  /// without any argument, so here it is the argument.
  template <caf::spawn_options Options = caf::no_spawn_options, class Body>
  caf::actor spawn(Body body) {
    return system.spawn<Options>(
        [](caf::event_based_actor* self, const Body& run) -> caf::behavior {
          if constexpr (std::is_void_v<std::invoke_result_t<const Body&, caf::event_based_actor*>>) {
            run(self);
            return {};
          } else {
            return run(self);
          }
        },
        std::move(body));
  }

  fault_list faults;
  std::unique_ptr<caf::actor_system_config> config;
  caf::actor_system system;

private:
  static std::unique_ptr<caf::actor_system_config> make_config(std::size_t threads, fault_list& faults) {
    auto made = std::make_unique<caf::actor_system_config>();
    use_asio_coordinator(*made, threads, [&faults](std::string_view line) { faults.add(line); });
    return made;
  }
};

/// Waits until an actor has ended and answers why.
inline caf::error wait_for_end(caf::scoped_actor& self, const caf::actor& of) {
  caf::error why;
  self->monitor(of);
  self->receive([&](caf::down_msg& down) { why = std::move(down.reason); });
  return why;
}

} // namespace atelier::runtime::test
