#pragma once

#include <cstddef>

namespace atelier::game_limits {

/// The part of the limits (protocol/limits.hpp) that is about games and what they are made of.

/// Games at once, of all, and of those whose sessions one player has made: what is placed on one canvas may take some
/// tens of megabytes, and a game is made again after a restart.
inline constexpr std::size_t running_max = 1'000;
inline constexpr std::size_t running_of_one_max = 20;
/// Players of one game: `started` names them all in one message.
inline constexpr std::size_t players_max = 1'000;
/// Challenges that one game is given: it copies them, and may store each.
inline constexpr std::size_t challenges_max = 5'000;
/// Sets that a game's settings name.
inline constexpr std::size_t sets_named_max = 100;
/// Challenges of one set: a set is stored whole when something joins it.
inline constexpr std::size_t set_members_max = 2'000;
/// Teams that a session ever had, since events name those that are removed: about 100 bytes each.
inline constexpr std::size_t teams_ever_max = 100'000;
/// Ops that the server is to draw on one picture and that wait for it to be loaded: some hundred thousand pixels.
inline constexpr std::size_t waiting_ops_bytes_max = 2 * 1024 * 1024;

} // namespace atelier::game_limits
