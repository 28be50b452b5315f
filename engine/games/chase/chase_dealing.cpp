#include "engine/games/chase/chase_dealing.hpp"

#include <algorithm>
#include <array>

namespace atelier {

std::vector<challenge_id> deal_hand(const std::vector<challenge_id>& all, const std::vector<challenge_id>& held,
                                    const std::function<bool(challenge_id)>& is_completed, std::size_t count,
                                    game_random& random) {
  std::array<std::vector<challenge_id>, 3> ranks;
  for (const auto each : all) {
    const std::size_t rank = is_completed(each) ? 2 : std::ranges::binary_search(held, each) ? 1 : 0;
    ranks[rank].push_back(each);
  }
  std::vector<challenge_id> hand;
  for (auto& rank : ranks) {
    random.shuffle(rank);
    for (const auto each : rank)
      if (hand.size() < count)
        hand.push_back(each);
  }
  std::ranges::sort(hand);
  return hand;
}

} // namespace atelier
