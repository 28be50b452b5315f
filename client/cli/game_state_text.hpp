#pragma once

#include "client/cli/game_narrator.hpp"
#include "protocol/json_text.hpp"

#include <string>

namespace atelier::cli {

/// What `state` says of a session's game, for a person: mode and phase, then the scores as a table; without a game the
/// session's players. `counts` is the answer of that action in `place`, else null.
[[nodiscard]] std::string game_text(const json& state, const json& counts, const game_narrator& by);

/// What `state` says of a session: its name and metadata, its teams, and its game.
[[nodiscard]] std::string session_text(const json& state, const game_narrator& by);

/// Prints that.
void print_session(const json& state);

} // namespace atelier::cli
