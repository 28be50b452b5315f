#pragma once

#include "engine/games/game_mode.hpp"

#include <span>
#include <string>
#include <string_view>

namespace atelier {

/// Every mode that a session may have; the first one is what a session has where nothing is said.
[[nodiscard]] std::span<const mode_info* const> all_modes() noexcept;

/// Null where there is none of that name.
[[nodiscard]] const mode_info* find_mode(std::string_view name) noexcept;

/// `"free", "place", …`, for messages.
[[nodiscard]] std::string names_of_modes();

/// A whole configuration: the mode's defaults, and the setting that all have, `challenge_sets` (ids; all challenges
/// where it is empty).
[[nodiscard]] json default_config(const mode_info& mode);

/// `own` over `base`. Fails with `bad_data` for a setting that the mode has not, or one whose value is wrong.
[[nodiscard]] result<json> merged_config(const mode_info& mode, json base, const json& own);

} // namespace atelier
