#pragma once

#include "engine/games/game_mode.hpp"
#include "engine/games/place/pixel_stack.hpp"
#include "engine/games/place/place_config.hpp"
#include "engine/games/place/place_counts.hpp"

#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace atelier {

extern const mode_info place_mode;

/// One canvas, a palette, and one pixel at a time for each player (engine/games/place.md).
class place_game final : public game_mode {
public:
  [[nodiscard]] result<void> start(const game_setup& setup, wall_time now, game_effects& out) override;
  void restore(const game_values& values) override;
  [[nodiscard]] result<json> act(const game_actor& who, std::string_view action, const json& args, wall_time now,
                                 game_effects& out) override;
  void timer(std::string_view name, wall_time now, game_effects& out) override;
  [[nodiscard]] json state(const game_actor& who) const override;
  void picture_made(std::string_view name, picture_id picture, wall_time now, game_effects& out) override;
  [[nodiscard]] std::optional<error> refuses_drawing(const game_actor& who, picture_id picture) const override;
  [[nodiscard]] json stop(wall_time now, game_effects& out) override;

private:
  struct coordinate {
    std::uint16_t x = 0;
    std::uint16_t y = 0;
  };

  [[nodiscard]] result<json> place_pixel(const game_actor& who, const json& args, wall_time now, game_effects& out);
  [[nodiscard]] result<json> pixel_info(const json& args) const;
  [[nodiscard]] result<json> counts(const json& args) const;
  [[nodiscard]] result<json> undo_player(const game_actor& who, const json& args, game_effects& out);

  /// Begins with the configuration and an empty canvas.
  void set_up(const json& config);
  [[nodiscard]] result<coordinate> coordinate_in(const json& args) const;
  [[nodiscard]] result<std::uint8_t> colour_in(const json& args) const;
  [[nodiscard]] coordinate at(std::size_t index) const;
  [[nodiscard]] std::size_t index_of(coordinate where) const;
  [[nodiscard]] const pixel_stack& pixel(std::size_t index) const;
  void paint(std::size_t index, bytes& ops) const;
  void store(std::size_t index, game_effects& out) const;
  void store_player(player_id who, game_effects& out) const;
  [[nodiscard]] json shown_pixel(coordinate where) const;

  place_config config_;
  std::optional<picture_id> canvas_;
  /// Those on which something was placed, by their index, row by row.
  std::map<std::size_t, pixel_stack> pixels_;
  place_counts counts_;
};

} // namespace atelier
