#include "storage/snapshot_sweep.hpp"

namespace atelier {

snapshot_sweep::snapshot_sweep(snapshot_files& store, sqlite_database& database, epoch_t epoch)
    : store_{store},
      find_file_{database, "SELECT 1 FROM snapshots WHERE file = ?"},
      set_swept_{database, "UPDATE meta SET value = ? WHERE name = 'swept_epoch'"},
      epoch_{epoch} {}

bool snapshot_sweep::sweep_next() {
  if (!folders_)
    folders_ = store_.folders().value_or(std::vector<std::string>{});
  if (folders_->empty()) {
    set_swept_.run(epoch_);
    return false;
  }
  static_cast<void>(store_.sweep(folders_->back(), epoch_, [this](const std::string& file) {
    find_file_.start(file);
    const auto named = find_file_.next();
    find_file_.reset();
    return named;
  }));
  folders_->pop_back();
  return true;
}

} // namespace atelier
