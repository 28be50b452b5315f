#pragma once

#include "storage/snapshot_files.hpp"
#include "storage/sqlite_statement.hpp"

namespace atelier {

/// Removes the snapshots of earlier epochs that no row names: a crash left them, since a file is written before its row
/// is stored, and its row is removed before the file. One folder at a time, as there may be a hundred thousand. On the
/// thread that commits; store and database outlive it.
class snapshot_sweep {
public:
  /// `epoch` is the current one: the rows of its snapshots may be still to come.
  snapshot_sweep(snapshot_files& store, sqlite_database& database, epoch_t epoch);

  /// Sweeps the next folder. False where none was left, which is noted, so that the next run need not sweep. What
  /// can't be removed only takes up space, and is passed over. Throws `sqlite_failure`.
  bool sweep_next();

private:
  snapshot_files& store_;
  sqlite_statement find_file_;
  sqlite_statement set_swept_;
  epoch_t epoch_;
  std::optional<std::vector<std::string>> folders_;
};

} // namespace atelier
