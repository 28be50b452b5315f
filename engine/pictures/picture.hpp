#pragma once

#include "engine/pictures/canvas.hpp"
#include "engine/pictures/flush_pacer.hpp"
#include "engine/pictures/viewer_group.hpp"
#include "protocol/records.hpp"

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace atelier {

/// Who gets a picture's updates.
struct viewer {
  mux_id mux;
  author_id author;
  bool named = false;
  std::shared_ptr<runtime::reader_gate> gate;
};

/// Who wants to become a viewer and waits for the raster or for a PNG of it.
struct waiting_join {
  connection_id from;
  mux_id mux;
  author_id author;
  bool named = false;
  std::optional<seq_t> since;
  std::optional<epoch_t> epoch;
};

/// An HTTP client that waits for the picture as PNG.
struct waiting_image {
  connection_id from;
  std::int64_t request = 0;
  /// It must show this op, the last when it was asked for.
  seq_t at_least = 0;
};

/// The latest PNG of a picture, shared by all who join while the log still has what came after it.
struct encoded_picture {
  seq_t seq = 0;
  shared_bytes png;
  /// The SNAPSHOT block around it.
  shared_bytes block;
};

/// One picture: what is known of it always, and, while somebody needs it, its canvas. Decides nothing by itself.
struct picture {
  picture_record record;
  seq_t seq = 0;
  seq_t durable = 0;
  /// In the store, ascending; the last is the current one.
  std::vector<snapshot_record> snapshots;

  std::unique_ptr<canvas> loaded;
  bool loading = false;
  /// The server itself is to draw on it.
  bool wanted = false;

  std::map<connection_id, viewer> viewers;
  /// The same as a group; null until they are woken for the first time after somebody came or went.
  std::shared_ptr<const viewer_group> group;
  /// How much of the log they were woken for.
  runtime::log_position woken;
  std::vector<waiting_join> joins;
  std::vector<waiting_image> images;
  std::optional<encoded_picture> encoded;
  bool encoding = false;

  flush_pacer pacer{std::chrono::microseconds{0}};
  /// A DURABLE is to be sent with the next flush.
  bool durable_changed = false;

  bool presence_changed = false;
  std::optional<instant::clock::time_point> presence_sent;
  std::map<author_id, point> cursors;

  bool writing = false;
  /// It waits for its turn to be written.
  bool write_due = false;
  /// Write at the next opportunity, since nobody views it any more or the server stops.
  bool write_soon = false;
  /// A failed write is tried again no earlier than this.
  std::optional<instant::clock::time_point> write_after;

  /// The op up to which the raster is in the snapshot store.
  [[nodiscard]] seq_t written() const noexcept {
    return snapshots.empty() ? 0 : snapshots.back().seq;
  }
  [[nodiscard]] bool is_dirty() const noexcept {
    return seq != written();
  }
};

} // namespace atelier
