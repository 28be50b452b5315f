#pragma once

#include "protocol/actors.hpp"

namespace atelier {

/// Spawns the actor that hashes and compares passphrases (argon2id with libsodium's limits for interactive use: 64 MiB
/// and about 50 ms each) and makes tokens (256 random bits, 43 characters), one after another on a thread of its own.
[[nodiscard]] passphrase_actor spawn_passphrases(caf::actor_system& system);

} // namespace atelier
