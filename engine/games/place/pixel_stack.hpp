#pragma once

#include "protocol/ids.hpp"
#include "protocol/json_text.hpp"
#include "protocol/records.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace atelier {

struct placement {
  player_id player;
  /// Index into the palette.
  std::uint8_t colour = 0;
  wall_time at{};
};

/// What was placed on one coordinate, the newest on top; at most `place_depth_max` (engine/games/place.md, "What lies
/// below").
class pixel_stack {
public:
  void add(placement what);
  /// Takes away what a player placed from then on; gives how many.
  std::size_t undo(player_id player, std::optional<wall_time> since);

  /// Whether there is something for `undo`.
  [[nodiscard]] bool has(player_id player, std::optional<wall_time> since) const noexcept;

  /// Null where nobody's is seen.
  [[nodiscard]] const placement* top() const noexcept {
    return placed_.empty() ? nullptr : &placed_.back();
  }
  /// Of what is seen; nothing for white, where nothing was ever placed or all is undone.
  [[nodiscard]] std::optional<std::uint8_t> colour() const noexcept {
    return placed_.empty() ? base_ : placed_.back().colour;
  }

  /// Null where there is nothing to store.
  [[nodiscard]] json stored() const;
  [[nodiscard]] static pixel_stack restored(const json& from);

private:
  void forget_one();

  /// The lowest first.
  std::vector<placement> placed_;
  /// What was left below as nobody's.
  std::optional<std::uint8_t> base_;
};

} // namespace atelier
