#pragma once

#include "protocol/errors.hpp"
#include "protocol/ids.hpp"
#include "protocol/json_text.hpp"
#include "protocol/records.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace atelier {

/// Limits of chase beside those that are settings.
inline constexpr std::size_t chase_teams_max = 100;
/// More than anybody reads while running; a hand with its descriptions fits into a message.
inline constexpr std::size_t chase_hand_max = 40;
/// Of a team; at one completion in 30 s these are four hours without a pause.
inline constexpr std::size_t chase_periods_max = 500;
inline constexpr std::int64_t chase_points_max = 1'000'000;
inline constexpr std::size_t chase_description_bytes_max = 2'048;
inline constexpr std::int64_t chase_accuracy_max_metres = 100'000;

/// The settings of one game of chase (engine/games/chase.md).
struct chase_config {
  std::size_t open_challenges = 0;
  std::int64_t catch_distance_metres = 0;
  std::chrono::seconds grace{};
  std::chrono::seconds between_completions{};
  std::chrono::seconds between_locations{};
  std::int64_t start_bounty = 0;
  std::int64_t share_percent = 0;
  std::size_t past_locations = 0;
  std::size_t catchers = 0;
  std::vector<team_id> catcher_teams;
  std::optional<std::chrono::minutes> length;
  std::optional<wall_time> end_time;

  /// Reads what `wrong_with_chase` finds nothing wrong with.
  explicit chase_config(const json& from);
  chase_config() = default;
};

[[nodiscard]] json chase_defaults();
[[nodiscard]] std::optional<error> wrong_with_chase(const json& config);

} // namespace atelier
