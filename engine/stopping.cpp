#include "engine/stopping.hpp"

#include <algorithm>

namespace atelier {

namespace {

/// The first phase may take this share of the whole time, so that goodbyes have some too.
constexpr int settling_tenths = 7;
/// Snapshots that are not written by then are left out: the log has all that they would hold.
constexpr int snapshot_tenths = 5;

} // namespace

void stopping::begin(const shutdown_requested& why, turn& now) {
  failed_ |= why.failed;
  if (phase_ != phase::running)
    return;
  phase_ = phase::settling;
  reason_ = why.reason;
  world_.stopping = true;
  now.log(why.failed ? log_line::level::error : log_line::level::info, "shutting down: " + why.reason);
  now.out.emplace_back(close_listeners{});
  const auto whole = world_.bounds().shutdown_max;
  world_.alarms.set({timer_kind::snapshot_deadline}, now.now.mono + whole * snapshot_tenths / 10);
  world_.alarms.set({timer_kind::drain_deadline}, now.now.mono + whole * settling_tenths / 10);
  world_.alarms.set({timer_kind::stop_deadline}, now.now.mono + whole);
  drawing_.stop(now);
  keeping_.write_all(now);
}

void stopping::settle(turn& now) {
  if (phase_ == phase::settling && drawing_.is_idle()) {
    if (!without_snapshots_)
      keeping_.write_all(now);
    for (auto& [id, each] : world_.pictures)
      drawing_.flush(each, now);
    if ((without_snapshots_ || keeping_.is_all_written()) && making_.is_idle() && players_.is_idle()
        && world_.commits.idle()) {
      // Whoever was sent more than is on disk would make the next start an unclean one; here nobody was.
      if (!failed_ && !world_.commits.failed())
        world_.commits.add(stopped_cleanly{});
      phase_ = phase::marking;
    }
  }
  if (phase_ == phase::marking && world_.commits.idle())
    close(now);
  if (phase_ == phase::closing && world_.clients.empty())
    end(now);
}

void stopping::deadline(timer_kind which, turn& now) {
  if (phase_ == phase::running || phase_ == phase::gone)
    return;
  if (which == timer_kind::snapshot_deadline && phase_ == phase::settling) {
    const auto left = std::ranges::count_if(world_.pictures, [](const auto& entry) { return entry.second.is_dirty(); });
    if (left > 0 && !world_.commits.failed())
      now.log(log_line::level::info,
              std::to_string(left) + " snapshots are left for the next start; the log has all that they would hold");
    without_snapshots_ = true;
  }
  if (which == timer_kind::drain_deadline && phase_ != phase::closing) {
    now.log(log_line::level::warning, "what is on its way to disk takes too long; closing without it");
    timed_out_ = true;
    close(now);
  }
  if (which == timer_kind::stop_deadline) {
    timed_out_ = true;
    end(now);
  }
}

void stopping::close(turn& now) {
  phase_ = phase::closing;
  for (auto& [id, each] : world_.pictures)
    drawing_.flush(each, now);
  const auto reason = failed_ ? goodbye_reason::internal_error : goodbye_reason::shutting_down;
  for (const auto& [id, each] : world_.clients)
    now.send(id, say_goodbye{reason});
}

void stopping::end(turn& now) {
  phase_ = phase::gone;
  now.out.emplace_back(engine_stopped{reason_, failed_, timed_out_});
}

} // namespace atelier
