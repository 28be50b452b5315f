#pragma once

#include "protocol/records.hpp"
#include "storage/sqlite_database.hpp"

namespace atelier {

/// Reads everything that the engine needs to start. Of the ops only the last of each picture is looked up. Throws
/// `sqlite_failure`.
[[nodiscard]] recovered_state read_state(sqlite_database& database);

} // namespace atelier
