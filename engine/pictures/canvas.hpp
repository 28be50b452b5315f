#pragma once

#include "engine/pictures/pixel_budget.hpp"
#include "engine/pictures/raster.hpp"
#include "engine/pictures/raster_job.hpp"
#include "engine/pictures/update_log.hpp"
#include "protocol/messages.hpp"
#include "protocol/records.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace atelier {

/// What is left of one `draws_received`; the client is told when nothing is.
struct draw_receipt {
  connection_id from;
  std::size_t batches_left = 0;
};

/// A batch on a picture, and how far it is worked off.
struct draw_work {
  connection_id from;
  author_id author;
  /// The author's used numbers are kept over reconnects and restarts.
  bool named = false;
  draw_batch batch;
  std::shared_ptr<draw_receipt> receipt;
  std::size_t offset = 0;
  std::uint32_t index = 0;
  std::size_t patch = 0;
};

/// What came of a slice of work.
struct draw_progress {
  struct refused {
    connection_id to;
    /// Set for a named author: its other connections may have sent the same ops again, and hear of it too.
    std::optional<author_id> named;
    ops_rejected what;
  };
  std::vector<refused> rejected;
  /// Connections whose `draws_received` is done with.
  std::vector<connection_id> taken;
  /// Ops that were encoded into the log and are to be stored.
  std::vector<ops_record> sealed;
};

/// A picture in memory: its raster, its outgoing log, who has used which numbers, and the ops that wait their turn.
/// Gives every accepted op its number when it is wholly drawn, so that the raster never runs ahead of `seq`.
class canvas {
public:
  canvas(picture_id id, raster pixels, seq_t seq, const std::vector<std::pair<author_id, client_seq_t>>& client_seqs,
         const limits& bounds);

  void enqueue(draw_work work);

  /// The budget of a client, or null where it is gone; its ops then count as nobody's and are free.
  using budgets = std::function<pixel_budget*(connection_id)>;

  /// Works ops off in their order until none is left or `slice` pixels are spent; `slice` is reduced by what was.
  void advance(std::uint64_t& slice, const budgets& budget_of, instant::clock::time_point now, draw_progress& out);

  /// Drops what waits, but for the op that is half drawn.
  void drop_waiting(draw_progress& out);

  /// Drops what waits and the op that is half drawn: nothing but the end of this canvas may follow.
  void drop_all(draw_progress& out);

  [[nodiscard]] bool has_work() const noexcept {
    return !queue_.empty();
  }
  /// The raster is exactly at `seq`: no op is half drawn.
  [[nodiscard]] bool is_between_ops() const noexcept {
    return !job_;
  }
  [[nodiscard]] seq_t seq() const noexcept {
    return updates_.seq();
  }
  [[nodiscard]] client_seq_t last_client_seq(author_id author) const;
  void forget(author_id author) {
    used_.erase(author);
  }
  /// Encodes what was gathered into the log and gives it back for storage, with the numbers that named authors have
  /// used up so far; nothing where nothing was gathered.
  [[nodiscard]] std::optional<ops_record> seal();

  /// Call only between ops.
  [[nodiscard]] shared_view view() {
    return raster_.view();
  }
  [[nodiscard]] update_log& updates() noexcept {
    return updates_;
  }
  [[nodiscard]] const raster& pixels() const noexcept {
    return raster_;
  }

private:
  enum class outcome { done, half_drawn };
  outcome next_op(draw_work& work, std::uint64_t& slice, pixel_budget* budget, instant::clock::time_point now,
                  draw_progress& out);
  outcome go_on(draw_work& work, std::uint64_t& slice, pixel_budget* budget, draw_progress& out);
  void accept(draw_work& work, std::size_t op_bytes, draw_progress& out);
  void refuse(draw_work& work, std::size_t op_bytes, error what, draw_progress& out);
  void use_up(draw_work& work, std::size_t op_bytes);

  picture_id id_;
  raster raster_;
  update_log updates_;
  std::unordered_map<author_id, client_seq_t> used_;
  std::unordered_map<author_id, client_seq_t> named_used_;
  std::deque<draw_work> queue_;
  std::optional<raster_job> job_;
  std::size_t job_bytes_ = 0;
  bool job_cost_known_ = false;
};

} // namespace atelier
