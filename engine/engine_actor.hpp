#pragma once

#include "protocol/actors.hpp"
#include "protocol/feed_archive.hpp"
#include "protocol/limits.hpp"
#include "protocol/records.hpp"

#include <memory>

namespace atelier {

/// Whom the engine works with, and from where it starts.
struct engine_setup {
  limits bounds;
  recovered_state state;
  storage_actor storage;
  snapshot_actor snapshots;
  loader_actor loader;
  history_actor history;
  passphrase_actor passphrases;
  attachment_actor attachments;
  report_actor reports;
  /// May be null: then no project is followed anywhere.
  peering_actor peers;
  manager_actor manager;
};

/// Spawns the engine. It monitors every connection that it is told of, and storage and the workers too, whose death
/// makes it shut the server down as failed. It ends after it has sent `engine_stopped`.
[[nodiscard]] engine_actor spawn_engine(caf::actor_system& system, engine_setup setup);

/// Spawns the actor that rebuilds rasters, on a thread of its own.
[[nodiscard]] loader_actor spawn_loader(caf::actor_system& system, std::shared_ptr<picture_archive> archive);

/// Spawns the actor that makes the reports of feeds, on a thread of its own.
[[nodiscard]] report_actor spawn_report(caf::actor_system& system, std::shared_ptr<feed_archive> archive);

/// Spawns the actor that makes reports, on a thread of its own.
[[nodiscard]] report_actor spawn_report(caf::actor_system& system, std::shared_ptr<feed_archive> archive);

} // namespace atelier
