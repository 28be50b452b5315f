#pragma once

#include <atomic>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace atelier::runtime {

/// A byte offset since the log began; never goes back. Always the end of some append.
struct log_position {
  std::uint64_t offset = 0;
  friend auto operator<=>(const log_position&, const log_position&) = default;
};

/// A piece of the log that stays alive and unchanged while this is held.
struct log_slice {
  std::shared_ptr<const void> owner;
  std::span<const std::byte> data;
};

/// An append-only log of bytes with one writer and any number of readers, each of which keeps a position of its own.
/// Appends are copied into large shared segments, so that a reader gathers many of them into one write without a copy.
/// The oldest bytes are dropped past a limit, whether or not somebody still needs them: a reader finds out when it
/// reads. Every append carries a mark, a number that only grows, by which a position can be found again.
/// All functions may be called from any thread; `append` from one at a time.
class shared_log {
public:
  /// Keeps at least the last `retained_bytes_max` bytes, and at most one segment more. `mark_before` is the mark of
  /// what came before the log began, such as the sequence number of a picture that was loaded. A log takes its first
  /// memory with its first append.
  explicit shared_log(std::size_t retained_bytes_max, std::uint64_t mark_before = 0);
  ~shared_log();
  shared_log(const shared_log&) = delete;
  shared_log& operator=(const shared_log&) = delete;

  /// Appends one or more whole messages; a reader gets them whole or not at all. No bytes are no append.
  void append(std::span<const std::byte> data, std::uint64_t mark);

  /// Keeps that much from now on.
  void retain(std::size_t retained_bytes_max);

  /// Takes no lock, and sees every append that came before a `reader_gate::wake` which found the reader at rest.
  [[nodiscard]] log_position end() const noexcept {
    return {end_.load(std::memory_order_seq_cst)};
  }
  [[nodiscard]] log_position begin() const;

  struct read_result {
    /// The bytes after `from`, in order; empty where there is nothing more, or where `lost`.
    std::vector<log_slice> slices;
    /// Where to read on; `from` itself where `slices` is empty.
    log_position next;
    /// `from` lies before what is still kept.
    bool lost = false;
  };

  /// What follows `from` up to `until`, in whole appends, at most `bytes_max` together (but one append at least).
  [[nodiscard]] read_result read(log_position from, log_position until, std::size_t bytes_max) const;

  struct found {
    /// The end of the last append whose mark is at or below the one that was asked for.
    log_position at;
    /// That append's mark; the mark before the log's first kept append where nothing at or below it is kept.
    std::uint64_t mark = 0;
    /// Everything after the mark is still kept.
    bool complete = false;
  };

  /// Where to start reading for everything that came after `mark`.
  [[nodiscard]] found find(std::uint64_t mark) const;

private:
  struct segment;
  [[nodiscard]] std::shared_ptr<segment> make_segment(std::size_t bytes_min);
  void drop_oldest();
  [[nodiscard]] std::uint64_t last_whole(std::size_t from_segment, std::uint64_t from, std::uint64_t limit) const;

  mutable std::mutex mutex_;
  std::deque<std::shared_ptr<segment>> segments_;
  std::size_t retained_bytes_max_;
  std::size_t next_segment_bytes_;
  std::uint64_t begin_ = 0;
  std::atomic<std::uint64_t> end_{0};
  std::uint64_t mark_before_begin_;
};

} // namespace atelier::runtime
