#include "manager/stop_rules.hpp"

namespace atelier {

namespace {

/// The engine keeps to the time limit by itself; this is for what is left when it has gone, and for an engine that
/// hangs.
constexpr int whole_stops = 2;
constexpr std::chrono::seconds margin{1};

} // namespace

stop_rules::verdict stop_rules::signalled(bool interrupt, clock::time_point now) noexcept {
  if (!asked_) {
    asked_ = true;
    stopping(now);
    return verdict::ask_to_stop;
  }
  return interrupt ? verdict::end_at_once : verdict::nothing;
}

void stop_rules::stopping(clock::time_point now) noexcept {
  if (!deadline_)
    deadline_ = now + whole_stops * shutdown_max_ + margin;
}

stop_rules::verdict stop_rules::time_passed(clock::time_point now) const noexcept {
  return deadline_ && now >= *deadline_ ? verdict::end_at_once : verdict::nothing;
}

} // namespace atelier
