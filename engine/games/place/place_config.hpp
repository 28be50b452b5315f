#pragma once

#include "protocol/errors.hpp"
#include "protocol/image.hpp"
#include "protocol/json_text.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace atelier {

/// Limits of place beside those that are settings. With 32 bytes for each coordinate the largest canvas takes 32 MiB.
inline constexpr std::int64_t place_side_max = 1'024;
/// What is kept of each coordinate: enough for an undo to find what was there, 16 bytes each.
inline constexpr std::size_t place_depth_max = 8;
inline constexpr std::size_t place_colours_max = 64;
/// Each writes a value and an op: some milliseconds of the engine's time, some 100 KB.
inline constexpr std::size_t place_undo_max = 10'000;

/// The settings of one game of place (engine/games/place.md).
struct place_config {
  std::uint16_t width = 0;
  std::uint16_t height = 0;
  std::chrono::seconds cooldown{};
  /// In lower case, as they are shown.
  std::vector<std::string> palette;

  place_config() = default;
  /// Reads what `wrong_with_place` finds nothing wrong with.
  explicit place_config(const json& from);

  [[nodiscard]] rgba colour(std::size_t index) const;
};

[[nodiscard]] json place_defaults();
[[nodiscard]] std::optional<error> wrong_with_place(const json& config);

} // namespace atelier
