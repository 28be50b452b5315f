#pragma once

#include "runtime/log_tail.hpp"
#include "runtime/reader_gate.hpp"

#include <caf/actor_cast.hpp>
#include <caf/actor_control_block.hpp>
#include <caf/actor_system.hpp>
#include <memory>
#include <vector>

namespace atelier::runtime {

/// An actor that can be told without a message what was appended to a log. Every strand actor is one.
class wakeable {
public:
  /// The actor's `woken` runs as one of its turns: within the caller, where nothing of the actor runs, otherwise later.
  /// From any thread of the pool, with a reference to the actor.
  virtual void wake(const std::shared_ptr<const log_tail>& what) = 0;

protected:
  ~wakeable() = default;
};

/// A reader of a log, kept alive as long as this is.
struct sleeper {
  caf::strong_actor_ptr alive;
  wakeable* who = nullptr;
  /// At rest while the reader sleeps.
  std::shared_ptr<reader_gate> gate;
};

/// `who` is null where the actor is no strand actor.
template <class Handle>
[[nodiscard]] sleeper sleeper_of(const Handle& actor, std::shared_ptr<reader_gate> gate) {
  auto alive = caf::actor_cast<caf::strong_actor_ptr>(actor);
  auto* who = dynamic_cast<wakeable*>(caf::actor_cast<caf::abstract_actor*>(alive));
  return {std::move(alive), who, std::move(gate)};
}

using sleeper_group = std::shared_ptr<const std::vector<sleeper>>;

/// Wakes those who sleep, one after another in a few handlers of the pool, which share its threads. A message for each
/// of them would cost its memory, and a turn in the pool's queue. Keeps no order with messages to the same actors.
void wake_group(caf::actor_system& system, const sleeper_group& group, const std::shared_ptr<const log_tail>& what);

} // namespace atelier::runtime
