#pragma once

#include "client/cli/progress.hpp"

#include <string>

namespace atelier::cli {

/// Shows progress on stderr: a bar that is redrawn on a terminal, otherwise a line every few seconds, or nothing.
class progress_display {
public:
  using clock = std::chrono::steady_clock;

  progress_display(std::string unit, bool quiet);
  /// Leaves a terminal's cursor on a new line.
  ~progress_display();
  progress_display(const progress_display&) = delete;
  progress_display& operator=(const progress_display&) = delete;

  /// Whether it is time to show something again.
  [[nodiscard]] bool due(clock::time_point now) const noexcept {
    return !quiet_ && now >= next_;
  }
  void show(const progress& at, clock::time_point now);
  /// A remark on a line of its own.
  void say(const std::string& text);

private:
  void clear_line();
  std::string unit_;
  bool quiet_;
  bool terminal_;
  bool on_line_ = false;
  clock::time_point next_{};
};

} // namespace atelier::cli
