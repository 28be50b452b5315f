#pragma once

#include "protocol/errors.hpp"
#include "protocol/feed.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace atelier {

/// The read side of storage for feeds; any thread, one call at a time. What it finds is on disk.
class feed_archive {
public:
  virtual ~feed_archive() = default;

  struct page {
    std::vector<feed_message> messages;
    /// Up to which arrival it was looked; `until` where there is no more.
    seqno_t reached = 0;
  };
  /// The messages of a project that the reader wants, with `after < arrival <= until`, ascending by arrival, until
  /// their members take `bytes_max` or too many others lay between them: there may be none, and more behind. With
  /// `after` 0 it begins, at no cost for what is before, where the first one arrived that `wanted.since` does not
  /// cover.
  [[nodiscard]] virtual result<page> read_feed(session_id project, const feed_selection& wanted, seqno_t after,
                                               seqno_t until, std::size_t bytes_max) = 0;

  /// All messages of a project that have this `feed_message::uuid`, ascending by arrival.
  [[nodiscard]] virtual result<std::vector<feed_message>> find_feed(session_id project, feed_kind kind,
                                                                    const std::string& uuid) = 0;
};

} // namespace atelier
