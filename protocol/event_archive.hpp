#pragma once

#include "protocol/errors.hpp"
#include "protocol/game_records.hpp"

#include <cstddef>
#include <vector>

namespace atelier {

/// The read side of storage for what happened in sessions; any thread, one call at a time. What it finds is on disk.
class event_archive {
public:
  virtual ~event_archive() = default;

  /// The events of a session with `after < seqno <= until`, ascending, at least one where there is any, until they take
  /// `bytes_max`.
  struct page {
    std::vector<event_record> events;
    /// There are more up to `until`.
    bool more = false;
  };
  [[nodiscard]] virtual result<page> read_events(session_id session, seqno_t after, seqno_t until,
                                                 std::size_t bytes_max) = 0;

  /// The first `count` events of a session after a seqno, as far as they fit into an answer, and one more.
  [[nodiscard]] virtual result<std::vector<event_record>> first_events(session_id session, seqno_t after,
                                                                       std::size_t count) = 0;
};

} // namespace atelier
