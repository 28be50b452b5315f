#pragma once

#include "engine/games/chase/chase_board.hpp"

/// \file
/// What people are shown of a game of chase (engine/games/chase.md, "Shapes").

namespace atelier {

/// The same for everybody: the hand only as a number.
[[nodiscard]] json shown_team(const chase_board& board, const chase_team& team);
[[nodiscard]] json shown_challenge(const chase_challenge& what);
[[nodiscard]] json shown_hand(const chase_board& board, const chase_team& team);
[[nodiscard]] json shown_period(const chase_period& what);
[[nodiscard]] json shown_location(const chase_location& what);

/// What `ended` gives.
[[nodiscard]] json shown_end(const chase_board& board, const std::string& ended_by);

} // namespace atelier
