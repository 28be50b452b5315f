#pragma once

#include "protocol/blocks.hpp"
#include "protocol/bytes.hpp"
#include "protocol/ids.hpp"
#include "runtime/shared_log.hpp"

#include <memory>
#include <optional>

namespace atelier {

/// A picture's accepted ops on their way out: gathered as runs, encoded once, kept for all viewers and for resumes.
/// Every append's mark is the sequence number of the last op at or before it.
class update_log {
public:
  /// `seq`: the last op before this log begins.
  update_log(picture_id picture, seq_t seq, std::size_t retained_bytes_max);

  /// Takes the next op of the picture's order.
  void add(author_id author, client_seq_t client_seq, byte_view encoded_op);

  /// The last op that was added.
  [[nodiscard]] seq_t seq() const noexcept {
    return seq_;
  }
  [[nodiscard]] bool has_pending() const noexcept {
    return !runs_.empty();
  }
  /// Enough is gathered for one UPDATES block.
  [[nodiscard]] bool is_full() const noexcept;

  /// Ops that were gathered, as they are stored: `runs` from `first_seq` to `last_seq`.
  struct sealed {
    seq_t first_seq = 0;
    seq_t last_seq = 0;
    bytes runs;
  };

  /// Appends what was gathered as one UPDATES block and gives it back for storage; nothing where nothing was gathered.
  std::optional<sealed> flush();

  /// Appends a DURABLE block; `seq` is at most the last flushed op.
  void append_durable_mark(seq_t seq);

  /// Where a viewer goes on that has everything up to `since`.
  struct resume_point {
    /// UPDATES from `since + 1` to the end of the append that `since` falls into, or null.
    shared_bytes head;
    runtime::log_position start;
  };

  /// Nothing where the log does not have everything after `since` any more, or `since` is ahead. Flush first.
  [[nodiscard]] std::optional<resume_point> resume_after(seq_t since) const;

  [[nodiscard]] const std::shared_ptr<runtime::shared_log>& shared() const noexcept {
    return log_;
  }

private:
  picture_id picture_;
  seq_t seq_;
  seq_t flushed_seq_;
  std::shared_ptr<runtime::shared_log> log_;
  bytes runs_;
  std::size_t count_at_ = 0;
  std::uint16_t count_ = 0;
  author_id author_;
  client_seq_t next_client_seq_ = 0;
};

} // namespace atelier
