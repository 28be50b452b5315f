#pragma once

#include "protocol/image.hpp"
#include "tests/simulation/game_program.hpp"

#include <map>

namespace atelier::simulation {

/// Three people who place pixels on a small canvas, and an admin who undoes some; keeps a model of its own of what lies
/// where.
class place_program : public game_program {
public:
  static constexpr std::uint16_t width = 12;
  static constexpr std::uint16_t height = 10;

  place_program();

  [[nodiscard]] const char* mode() const override {
    return "place";
  }
  [[nodiscard]] json config() const override;
  [[nodiscard]] std::size_t players() const override {
    return 3;
  }
  void begun(const std::vector<player_id>& players) override {
    players_ = players;
  }
  [[nodiscard]] game_order next(game_random& dice, const json& game) override;
  void answered(const game_order& what, const json& answer) override;
  void check(const json& game, const memory_store& store) override;

  /// The canvas as the placements say.
  [[nodiscard]] image picture() const;
  [[nodiscard]] int placements() const noexcept {
    return placements_;
  }

private:
  struct placed {
    std::uint32_t player = 0;
    std::size_t colour = 0;
    std::string at;
  };
  struct coordinate {
    std::vector<placed> below;
    std::optional<std::size_t> base;
  };

  [[nodiscard]] coordinate& at(const json& where) {
    return canvas_.at(where.at("y").get<std::size_t>() * width + where.at("x").get<std::size_t>());
  }
  void place(const json& pixel);
  void undo(const json& args, const json& result);

  std::vector<player_id> players_;
  std::vector<coordinate> canvas_;
  std::map<std::uint32_t, std::int64_t> count_;
  int placements_ = 0;
};

} // namespace atelier::simulation
