#pragma once

#include <caf/actor_cast.hpp>
#include <caf/actor_control_block.hpp>
#include <caf/actor_system.hpp>
#include <cstdint>
#include <vector>

namespace atelier::runtime {

/// An actor that can be told without a message that there is more of what it reads. Every strand actor is one.
class wakeable {
public:
  /// The actor's `woken(what)` runs on its strand: within the caller, where that is on the pool and nothing of the
  /// actor runs or waits, otherwise later. From any thread.
  virtual void wake(std::uint64_t what) = 0;

protected:
  ~wakeable() = default;
};

/// One who is to be woken, kept alive until then.
struct sleeper {
  caf::strong_actor_ptr alive;
  wakeable* who = nullptr;
};

/// `who` is null where the actor is no strand actor.
template <class Handle>
[[nodiscard]] sleeper sleeper_of(const Handle& actor) {
  auto alive = caf::actor_cast<caf::strong_actor_ptr>(actor);
  auto* who = dynamic_cast<wakeable*>(caf::actor_cast<caf::abstract_actor*>(alive));
  return {std::move(alive), who};
}

/// Wakes many actors, one after another in a few handlers of the pool, which share its threads. A message for each of
/// them would cost its memory, and a turn in the pool's queue. Keeps no order with messages to the same actors.
void wake_group(caf::actor_system& system, std::vector<sleeper> group, std::uint64_t what);

} // namespace atelier::runtime
