#pragma once

#include "storage/sqlite_database.hpp"
#include "storage/storage.hpp"

#include <functional>
#include <optional>
#include <span>

namespace atelier {

/// What a run starts with.
struct database_start {
  epoch_t epoch = 0;
  /// Snapshots of earlier epochs may be left that no row names.
  bool sweep_due = false;
};

/// Makes a database ready for a run, all of it durable before it returns: checks whose it is, migrates it, fills a new
/// one with the session `lobby` and the picture `welcome`, raises the epoch where the last stop was not clean, and
/// notes that this run has not stopped yet. Where it fails, the database is as it was. Throws `sqlite_failure`.
/// `srv_id` is what a new database takes, and what any other must have. `has_snapshots` is asked for a new database:
/// whether there are files that only an old one can explain.
[[nodiscard]] tl::expected<database_start, open_error> start_database(sqlite_database& database, wall_time now,
                                                                      std::optional<std::uint32_t> srv_id,
                                                                      const std::function<bool()>& has_snapshots,
                                                                      std::span<const char* const> migrations);

} // namespace atelier
