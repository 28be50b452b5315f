#pragma once

#include <array>
#include <cstdint>

namespace atelier {

/// Seeds of games, from a secret of this run: who knows some of them, or what else was made of the secret, can't tell
/// the next. BLAKE2b of a count, keyed with the secret.
class game_seeds {
public:
  explicit game_seeds(const std::array<std::uint64_t, 2>& secret) : secret_{secret} {}

  [[nodiscard]] std::uint64_t next();

private:
  std::array<std::uint64_t, 2> secret_;
  std::uint64_t count_ = 0;
};

} // namespace atelier
