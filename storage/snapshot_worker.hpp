#pragma once

#include "protocol/limits.hpp"
#include "protocol/messages.hpp"
#include "storage/storage.hpp"

#include <deque>

namespace atelier {

/// What the worker is asked to do.
using snapshot_job = std::variant<encode_view, write_snapshot, drop_snapshots, decode_upload>;

/// What comes of it, for the engine.
using snapshot_answer = std::variant<std::monostate, view_encoded, snapshot_written, png_decoded>;

/// Does jobs one after another, those first that a client waits for. One thread; the folder outlives it.
class snapshot_worker {
public:
  snapshot_worker(data_folder& folder, const limits& bounds) : folder_{folder}, side_max_{bounds.picture_side_max} {}

  /// Takes a job; true where it is the only one, so that a `work` must be asked for.
  [[nodiscard]] bool add(snapshot_job job);

  /// Does the next job: encode_view before the others, but never more than `overtakes_max` of them while another job
  /// waits, so that a crowd of joiners does not put off a write for ever.
  [[nodiscard]] snapshot_answer work();

  /// Nobody waits for an answer any more: from now on only files are dropped, and all else is.
  void stop();

  [[nodiscard]] bool idle() const noexcept {
    return urgent_.empty() && others_.empty();
  }

  static constexpr int overtakes_max = 4;

private:
  [[nodiscard]] snapshot_job take_next();

  [[nodiscard]] snapshot_answer run(const encode_view& job);
  [[nodiscard]] snapshot_answer run(const write_snapshot& job);
  [[nodiscard]] snapshot_answer run(const drop_snapshots& job);
  [[nodiscard]] snapshot_answer run(const decode_upload& job);

  data_folder& folder_;
  std::uint32_t side_max_;
  std::deque<snapshot_job> urgent_;
  std::deque<snapshot_job> others_;
  int overtakes_ = 0;
  bool stopped_ = false;
};

} // namespace atelier
