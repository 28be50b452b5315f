#pragma once

#include "engine/games/chase/chase.hpp"
#include "tests/engine/games/mode_stage.hpp"

#include <cstdint>
#include <set>

/// \file
/// A field to play chase on, with three teams and five players.

namespace atelier::test {

inline const wall_time noon{std::chrono::milliseconds{1'795'176'000'000}};

inline const game_actor admin{{}, std::nullopt, true};
inline const game_actor nobody{};
inline const game_actor red{{11}, team_id{1}};
inline const game_actor red_too{{12}, team_id{1}};
inline const game_actor blue{{21}, team_id{2}};
inline const game_actor green{{31}, team_id{3}};
inline const game_actor teamless{{99}, std::nullopt};

/// Three teams of which the reds begin as catchers, and eight challenges of 11, 22, … points.
[[nodiscard]] game_setup chase_setup(const json& settings = json::object());

class chase_field : public mode_stage {
public:
  explicit chase_field(const json& settings = json::object());

  /// As everybody is shown it.
  [[nodiscard]] json team(std::uint32_t id) const;
  /// The id of its current one.
  [[nodiscard]] std::uint32_t period(std::uint32_t id) const;
  [[nodiscard]] json hand(std::uint32_t id);

  result<json> go(const game_actor& who, double latitude, double longitude);
  /// One player of each team, about a hundred metres from one another.
  void gather();
  result<json> catch_team(const game_actor& who, std::uint32_t catcher, std::uint32_t caught);
  /// The team's first open challenge.
  result<json> complete(const game_actor& who, std::uint32_t id);
};

/// The ids of a hand's challenges.
[[nodiscard]] std::set<std::uint32_t> ids_of(const json& hand);

} // namespace atelier::test
