#pragma once

namespace atelier {

/// What to do about the write-ahead log after a commit.
enum class log_step {
  none,
  /// Have its pages moved into the database, beside the commits.
  checkpoint,
  /// Move what little is left and start it over, unless somebody reads it just now.
  start_over_if_free,
  /// The same, and wait for readers: it is far too long.
  start_over,
};

/// Decides when the write-ahead log is checkpointed, which happens beside the commits and never ends while they go on,
/// and when it starts over, which needs the writer to pause and is cheap only just after a checkpoint.
class log_growth {
public:
  /// `step_pages` lie between two checkpoints.
  explicit log_growth(int step_pages) : step_pages_{step_pages}, next_pages_{step_pages} {}

  /// `pages` is the log's length after a commit; `checkpoint_ended` says that one has ended since the commit before.
  [[nodiscard]] log_step after_commit(int pages, bool checkpoint_ended) noexcept;

private:
  static constexpr int cheap_restart_steps = 4;
  static constexpr int forced_restart_steps = 16;

  int step_pages_;
  /// Nothing is asked for again before the log is so long.
  int next_pages_;
};

} // namespace atelier
