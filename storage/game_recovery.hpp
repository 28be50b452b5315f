#pragma once

#include "protocol/records.hpp"
#include "storage/sqlite_database.hpp"

namespace atelier {

/// Adds the teams, challenges and games to what the engine needs to start; of sessions that were removed none. Throws
/// `sqlite_failure`.
void read_games(sqlite_database& database, recovered_state& to);

} // namespace atelier
