#pragma once

#include "engine/games/game_mode.hpp"

#include <optional>
#include <string_view>

namespace atelier {

/// Drawing together (engine/games/free.md): no rules, and nothing to keep.
class free_game final : public game_mode {
public:
  [[nodiscard]] result<void> start(const game_setup& setup, wall_time now, game_effects& out) override;
  void restore(const game_values& values) override;
  [[nodiscard]] result<json> act(const game_actor& who, std::string_view action, const json& args, wall_time now,
                                 game_effects& out) override;
  void timer(std::string_view name, wall_time now, game_effects& out) override;
  [[nodiscard]] json state(const game_actor& who) const override;
  [[nodiscard]] json stop(wall_time now, game_effects& out) override;
};

extern const mode_info free_mode;

} // namespace atelier
