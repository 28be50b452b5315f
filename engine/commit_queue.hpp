#pragma once

#include "engine/effects.hpp"
#include "protocol/records.hpp"

#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

namespace atelier {

/// Everything on its way to disk, and everything that waits for it to get there.
///
/// At most one batch is with storage; what comes meanwhile goes into the next, so that a group commit is as large as
/// the disk is slow. Ops for which nobody waits are gathered a little longer. What a client may only be told when it is
/// durable is held here and let go in order.
class commit_queue {
public:
  void add(record what);

  /// Adds ops of a picture, joined with those that already wait for the same batch.
  void add_ops(ops_record ops);

  /// The batch that will hold everything added so far; nothing where all of it is on disk.
  [[nodiscard]] std::optional<ticket_id> last_ticket() const;

  /// All of this batch is on disk.
  [[nodiscard]] bool is_stored(ticket_id ticket) const noexcept {
    return ticket < in_flight_.value_or(next_);
  }

  /// Sends `what` when everything added so far is on disk: now, where it is. `command` is the id to answer with
  /// `storage_failure` should storage fail before.
  void hold(turn& now, connection_id to, connection_message what, std::optional<std::int64_t> command = std::nullopt);
  /// The same for what is not for a connection; dropped should storage fail before.
  void hold(turn& now, effect what);

  /// A picture's ops up to `seq` are durable.
  struct durable_mark {
    picture_id picture;
    seq_t seq = 0;
  };

  /// Storage has committed this ticket: lets go what waited for it, and says how far pictures are durable now.
  [[nodiscard]] std::vector<durable_mark> committed(turn& now, ticket_id ticket);

  /// How long ops for which nobody waits are gathered after the last batch went: a commit costs as much for one op as
  /// for a thousand.
  struct pace {
    std::chrono::microseconds few_ops{0};
    std::chrono::microseconds many_ops{0};
    /// So many are many.
    std::uint64_t many = 1;
  };

  /// Hands the next batch to storage where none is there. Where it waits for more, this says until when.
  std::optional<instant::clock::time_point> send(turn& now, const pace& gathering);

  /// Storage has failed: held responses turn into errors, everything else that was held is dropped.
  void fail(turn& now);

  /// Forgets what is held for a connection that is gone.
  void drop(connection_id gone);

  [[nodiscard]] std::size_t pending_bytes() const noexcept {
    return pending_bytes_ + in_flight_bytes_;
  }
  [[nodiscard]] bool idle() const noexcept {
    return pending_.empty() && !in_flight_;
  }
  [[nodiscard]] bool failed() const noexcept {
    return failed_;
  }

private:
  struct held {
    ticket_id after;
    effect what;
    std::optional<std::int64_t> command;
  };

  ticket_id next_{1};
  std::vector<record> pending_;
  std::size_t pending_bytes_ = 0;
  std::uint64_t pending_ops_ = 0;
  std::optional<ticket_id> in_flight_;
  std::size_t in_flight_bytes_ = 0;
  bool failed_ = false;
  instant::clock::time_point sent_at_{};
  /// Index in `pending_` of the record that takes more ops of a picture.
  std::unordered_map<picture_id, std::size_t> open_ops_;
  std::unordered_map<picture_id, seq_t> pending_marks_;
  std::vector<durable_mark> in_flight_marks_;
  std::deque<held> held_;
};

} // namespace atelier
