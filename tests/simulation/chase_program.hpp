#pragma once

#include "tests/simulation/game_program.hpp"

#include <map>
#include <set>

namespace atelier::simulation {

/// Four people in three teams who run, catch and complete challenges; an admin meddles now and then.
class chase_program : public game_program {
public:
  static constexpr std::uint32_t challenges = 12;
  static constexpr std::int64_t points_of(std::uint32_t challenge) {
    return 7 * challenge + 1;
  }

  /// With `minutes`, the game ends by itself.
  chase_program(std::int64_t share, std::optional<int> minutes) : share_{share}, minutes_{minutes} {}

  [[nodiscard]] const char* mode() const override {
    return "chase";
  }
  [[nodiscard]] json config() const override;
  [[nodiscard]] std::size_t players() const override {
    return 4;
  }
  [[nodiscard]] std::size_t teams() const override {
    return 3;
  }
  void begun(const std::vector<player_id>& players) override;
  [[nodiscard]] game_order next(game_random& dice, const json& game) override;
  void answered(const game_order& what, const json& answer) override;
  void check(const json& game, const memory_store& store) override;

  [[nodiscard]] int catches() const noexcept {
    return catches_;
  }
  [[nodiscard]] int completions() const noexcept {
    return completions_;
  }

private:
  [[nodiscard]] std::size_t somebody_of(game_random& dice, std::uint32_t team);
  [[nodiscard]] static json one_that_is(game_random& dice, const json& game, const char* role);
  [[nodiscard]] game_order catch_one(game_random& dice, const json& game);
  [[nodiscard]] game_order complete_one(game_random& dice, const json& game);
  [[nodiscard]] game_order meddle(game_random& dice);
  [[nodiscard]] game_order look(game_random& dice);
  void check_catch(const json& answer) const;

  std::int64_t share_;
  std::optional<int> minutes_;
  std::vector<player_id> players_;
  json before_;
  /// Of each team, as it was last shown.
  std::map<std::uint32_t, std::vector<std::uint32_t>> hands_;
  std::int64_t expected_sum_ = 0;
  int catches_ = 0;
  int completions_ = 0;
};

} // namespace atelier::simulation
