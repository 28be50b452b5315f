#pragma once

#include "protocol/messages.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

/// \file
/// Every actor of the server and what it takes.
///
///        sockets                       ┌────────────► storage_actor ──► SQLite
///           │                          │ ◄─ committed
///     connection_actor ──draws──► engine_actor ──────► snapshot_actor ──► PNG files
///           ▲   ▲ ◄──joins, wake-ups──┘ │ ▲ ├────────► loader_actor
///           │   └──── picture logs ◄────┘ │ │             (rebuilds rasters)
///           │                             │ ├────────► history_actor ──► chats, events, feeds
///           │                             │ ├────────► attachment_actor ──► files
///           │                             │ └────────► passphrase_actor
///        spawns                           │
///     manager_actor ◄──close, stopped─────┘

namespace atelier {

/// Defined in engine/pictures/loader.hpp: a raster is no business of the others.
struct picture_loaded;
using picture_loaded_ptr = std::shared_ptr<picture_loaded>;

/// One client: its socket, its state machine and what waits for it. Runs on its socket's strand.
using connection_actor =
    caf::typed_actor<caf::reacts_to<deliver>, caf::reacts_to<image_ready>, caf::reacts_to<stream_joined>,
                     caf::reacts_to<stream_refused>, caf::reacts_to<stream_ended>, caf::reacts_to<ops_rejected>,
                     caf::reacts_to<draws_taken>, caf::reacts_to<presence_changed>, caf::reacts_to<cursors_moved>,
                     caf::reacts_to<say_goodbye>, caf::reacts_to<text_items>, caf::reacts_to<text_stream_ended>,
                     caf::reacts_to<attachment_part>, caf::reacts_to<transfer_part>, caf::reacts_to<chunk_taken>,
                     caf::reacts_to<report_ready>>;

/// The one mutator of picture and session state.
using engine_actor = caf::typed_actor<
    caf::reacts_to<connected, connection_actor>, caf::reacts_to<token_shown>, caf::reacts_to<command_received>,
    caf::reacts_to<picture_posted>, caf::reacts_to<image_requested>, caf::reacts_to<stream_requested>,
    caf::reacts_to<stream_left>, caf::reacts_to<resync_requested>, caf::reacts_to<draws_received>,
    caf::reacts_to<cursor_received>, caf::reacts_to<committed>, caf::reacts_to<store_failed>,
    caf::reacts_to<view_encoded>, caf::reacts_to<snapshot_written>, caf::reacts_to<png_decoded>,
    caf::reacts_to<picture_loaded_ptr>, caf::reacts_to<tick>, caf::reacts_to<shutdown_requested>,
    caf::reacts_to<texts_requested>, caf::reacts_to<text_page_taken>, caf::reacts_to<text_stream_left>,
    caf::reacts_to<passphrase_hashed>, caf::reacts_to<passphrase_checked>, caf::reacts_to<texts_read>,
    caf::reacts_to<messages_found>, caf::reacts_to<events_found>, caf::reacts_to<chunk_received>,
    caf::reacts_to<transfer_part_taken>, caf::reacts_to<attachment_posted>, caf::reacts_to<attachment_requested>,
    caf::reacts_to<attachment_begun>, caf::reacts_to<chunk_written>, caf::reacts_to<attachment_stored>,
    caf::reacts_to<attachment_read>, caf::reacts_to<report_requested>, caf::reacts_to<report_read>,
    caf::reacts_to<feed_found>, caf::reacts_to<peers_named>, caf::reacts_to<feed_position_asked>,
    caf::reacts_to<feed_items_received>, caf::reacts_to<link_changed>>;

/// The one writer of the database, on a thread of its own; commits all batches that wait as one transaction.
using storage_actor = caf::typed_actor<caf::reacts_to<store_batch, engine_actor>>;

/// Encodes views, decodes uploads and writes snapshot files, on a thread of its own.
using snapshot_actor =
    caf::typed_actor<caf::reacts_to<encode_view, engine_actor>, caf::reacts_to<write_snapshot, engine_actor>,
                     caf::reacts_to<drop_snapshots>, caf::reacts_to<decode_upload, engine_actor>>;

/// Rebuilds rasters from snapshot and log, on a thread of its own.
using loader_actor = caf::typed_actor<caf::reacts_to<load_picture, engine_actor>>;

/// Reads chats, events and feeds from the database, on a thread of its own.
using history_actor =
    caf::typed_actor<caf::reacts_to<read_texts, engine_actor>, caf::reacts_to<find_messages, engine_actor>,
                     caf::reacts_to<find_events, engine_actor>, caf::reacts_to<find_feed, engine_actor>>;

/// Makes the reports of feeds, on a thread of its own.
using report_actor = caf::typed_actor<caf::reacts_to<read_report, engine_actor>>;

/// Follows projects at other servers: one connection for each server, spawned and ended as the engine says.
using peering_actor = caf::typed_actor<caf::reacts_to<follow_project>, caf::reacts_to<unfollow_project>,
                                       caf::reacts_to<feed_position>, caf::reacts_to<feed_items_taken>>;

/// Keeps attachments as files, looks what they are, makes thumbnails, on a thread of its own.
using attachment_actor =
    caf::typed_actor<caf::reacts_to<begin_attachment, engine_actor>, caf::reacts_to<write_chunk, engine_actor>,
                     caf::reacts_to<finish_attachment, engine_actor>, caf::reacts_to<keep_attachment, engine_actor>,
                     caf::reacts_to<leave_attachment>, caf::reacts_to<read_attachment, engine_actor>>;

/// Hashes and compares passphrases and makes tokens, on a thread of its own.
using passphrase_actor =
    caf::typed_actor<caf::reacts_to<hash_passphrase, engine_actor>, caf::reacts_to<check_passphrase, engine_actor>>;

/// Accepts connections, spawns their actors, joins everybody.
using manager_actor = caf::typed_actor<caf::reacts_to<close_listeners>, caf::reacts_to<engine_stopped>>;

} // namespace atelier

// All messages stay within the process and are immutable or moved, so none needs to be serialized.
#define ATELIER_MESSAGE(type) CAF_ALLOW_UNSAFE_MESSAGE_TYPE(atelier::type)
ATELIER_MESSAGE(connected)
ATELIER_MESSAGE(disconnected)
ATELIER_MESSAGE(token_shown)
ATELIER_MESSAGE(command_received)
ATELIER_MESSAGE(picture_posted)
ATELIER_MESSAGE(image_requested)
ATELIER_MESSAGE(stream_requested)
ATELIER_MESSAGE(stream_left)
ATELIER_MESSAGE(resync_requested)
ATELIER_MESSAGE(draws_received)
ATELIER_MESSAGE(cursor_received)
ATELIER_MESSAGE(committed)
ATELIER_MESSAGE(store_failed)
ATELIER_MESSAGE(view_encoded)
ATELIER_MESSAGE(snapshot_written)
ATELIER_MESSAGE(png_decoded)
ATELIER_MESSAGE(picture_loaded_ptr)
ATELIER_MESSAGE(tick)
ATELIER_MESSAGE(shutdown_requested)
ATELIER_MESSAGE(deliver)
ATELIER_MESSAGE(image_ready)
ATELIER_MESSAGE(stream_joined)
ATELIER_MESSAGE(stream_refused)
ATELIER_MESSAGE(stream_ended)
ATELIER_MESSAGE(ops_rejected)
ATELIER_MESSAGE(draws_taken)
ATELIER_MESSAGE(presence_changed)
ATELIER_MESSAGE(cursors_moved)
ATELIER_MESSAGE(say_goodbye)
ATELIER_MESSAGE(store_batch)
ATELIER_MESSAGE(encode_view)
ATELIER_MESSAGE(write_snapshot)
ATELIER_MESSAGE(drop_snapshots)
ATELIER_MESSAGE(decode_upload)
ATELIER_MESSAGE(load_picture)
ATELIER_MESSAGE(close_listeners)
ATELIER_MESSAGE(engine_stopped)
ATELIER_MESSAGE(texts_requested)
ATELIER_MESSAGE(text_page_taken)
ATELIER_MESSAGE(text_stream_left)
ATELIER_MESSAGE(passphrase_hashed)
ATELIER_MESSAGE(passphrase_checked)
ATELIER_MESSAGE(texts_read)
ATELIER_MESSAGE(messages_found)
ATELIER_MESSAGE(text_items)
ATELIER_MESSAGE(text_stream_ended)
ATELIER_MESSAGE(hash_passphrase)
ATELIER_MESSAGE(check_passphrase)
ATELIER_MESSAGE(read_texts)
ATELIER_MESSAGE(find_messages)
ATELIER_MESSAGE(find_events)
ATELIER_MESSAGE(events_found)
ATELIER_MESSAGE(chunk_received)
ATELIER_MESSAGE(transfer_part_taken)
ATELIER_MESSAGE(attachment_posted)
ATELIER_MESSAGE(attachment_requested)
ATELIER_MESSAGE(attachment_begun)
ATELIER_MESSAGE(chunk_written)
ATELIER_MESSAGE(attachment_stored)
ATELIER_MESSAGE(attachment_read)
ATELIER_MESSAGE(attachment_part)
ATELIER_MESSAGE(transfer_part)
ATELIER_MESSAGE(chunk_taken)
ATELIER_MESSAGE(begin_attachment)
ATELIER_MESSAGE(write_chunk)
ATELIER_MESSAGE(finish_attachment)
ATELIER_MESSAGE(keep_attachment)
ATELIER_MESSAGE(leave_attachment)
ATELIER_MESSAGE(read_attachment)
ATELIER_MESSAGE(report_requested)
ATELIER_MESSAGE(report_read)
ATELIER_MESSAGE(report_ready)
ATELIER_MESSAGE(feed_found)
ATELIER_MESSAGE(peers_named)
ATELIER_MESSAGE(feed_position_asked)
ATELIER_MESSAGE(feed_items_received)
ATELIER_MESSAGE(link_changed)
ATELIER_MESSAGE(read_report)
ATELIER_MESSAGE(find_feed)
ATELIER_MESSAGE(follow_project)
ATELIER_MESSAGE(unfollow_project)
ATELIER_MESSAGE(feed_position)
ATELIER_MESSAGE(feed_items_taken)
#undef ATELIER_MESSAGE
