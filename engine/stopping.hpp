#pragma once

#include "engine/pictures/drawing.hpp"
#include "engine/pictures/keeping.hpp"
#include "engine/pictures/making.hpp"
#include "engine/players/players.hpp"
#include "engine/world.hpp"

#include <string>

namespace atelier {

/// The way down, in phases:
///
///     running ──shutdown──► settling ──all written, all committed──► closing ──all gone──► gone
///                           listeners closed, no new work,           final DURABLE,       `engine_stopped`
///                           snapshots written                        goodbye to all
///
/// Snapshots have the first half of the time; what is not written then is rebuilt from the log when it is next viewed.
/// Either phase is cut short by its deadline, together `limits::shutdown_max`.
class stopping {
public:
  stopping(world& all, drawing& draws, keeping& keeper, making& maker, players& people)
      : world_{all}, drawing_{draws}, keeping_{keeper}, making_{maker}, players_{people} {}

  void begin(const shutdown_requested& why, turn& now);
  void deadline(timer_kind which, turn& now);

  /// Goes on to the next phase where this one is done; called at the end of every input.
  void settle(turn& now);

  [[nodiscard]] bool is_over() const noexcept {
    return phase_ == phase::gone;
  }

private:
  enum class phase { running, settling, marking, closing, gone };
  void close(turn& now);
  void end(turn& now);

  world& world_;
  drawing& drawing_;
  keeping& keeping_;
  making& making_;
  players& players_;
  phase phase_ = phase::running;
  std::string reason_;
  bool failed_ = false;
  bool without_snapshots_ = false;
  bool timed_out_ = false;
};

} // namespace atelier
