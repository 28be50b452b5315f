#pragma once

#include "engine/games/game_random.hpp"
#include "protocol/ids.hpp"

#include <cstddef>
#include <functional>
#include <vector>

namespace atelier {

/// A new hand of `count` challenges, ascending, drawn by lot: first of those that the team neither completed nor held
/// (`held`, ascending) just now, then of those that it held but did not complete, then of the rest. `all` has at least
/// `count`.
[[nodiscard]] std::vector<challenge_id> deal_hand(const std::vector<challenge_id>& all,
                                                  const std::vector<challenge_id>& held,
                                                  const std::function<bool(challenge_id)>& is_completed,
                                                  std::size_t count, game_random& random);

} // namespace atelier
