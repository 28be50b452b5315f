#pragma once

#include "protocol/actors.hpp"
#include "protocol/chat_archive.hpp"
#include "protocol/event_archive.hpp"
#include "protocol/feed_archive.hpp"
#include "storage/storage.hpp"

namespace atelier {

/// The writer of the database, on a thread of its own; `folder` outlives it. Ends with its mailbox drained when it is
/// sent an exit, so whatever was sent to it before is committed. On a failed commit it answers `store_failed` and
/// takes nothing more.
[[nodiscard]] storage_actor spawn_storage(caf::actor_system& system, std::shared_ptr<data_folder> folder);

/// The worker for PNGs and snapshot files, on a thread of its own; `folder` outlives it. `encode_view` goes before what
/// waits. When it is sent an exit, it finishes what it is at, drops the files that it was told to drop before, and
/// ends; other jobs that wait are not done.
[[nodiscard]] snapshot_actor spawn_snapshots(caf::actor_system& system, std::shared_ptr<data_folder> folder,
                                             const limits& bounds);

/// The reader of chats, events and feeds, on a thread of its own. An archive that fails is answered as it is.
[[nodiscard]] history_actor spawn_history(caf::actor_system& system, std::shared_ptr<chat_archive> chats,
                                          std::shared_ptr<event_archive> events, std::shared_ptr<feed_archive> feeds,
                                          std::uint32_t srv_id);

/// The keeper of attachments, on a thread of its own; `folder` outlives it. Between what it is sent it sweeps what
/// earlier runs left. When it is sent an exit, it works off what was sent to it before, and ends; what is not whole
/// then is gone on with in the next run. Where attachments can't be kept at all, it answers everything with the reason.
[[nodiscard]] attachment_actor spawn_attachments(caf::actor_system& system, std::shared_ptr<data_folder> folder,
                                                 const limits& bounds);

} // namespace atelier
