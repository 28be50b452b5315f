#pragma once

#include "protocol/actors.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace atelier {

/// What the peering has to know before it begins: the engine, which is made after it, and the servers that every
/// project is followed at.
struct peers_begin {
  engine_actor engine;
  std::vector<std::string> urls;
};

/// The peering, as the one knows it that made it.
using peering_house = peering_actor::extend<caf::reacts_to<peers_begin>>;

/// Spawns the actor that follows projects at other servers, over one connection to each, from `peers_begin` on. `seed`
/// is for the pauses between tries to connect.
[[nodiscard]] peering_house spawn_peering(caf::actor_system& system, std::uint32_t own_srv_id, std::uint64_t seed);

} // namespace atelier

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(atelier::peers_begin)
