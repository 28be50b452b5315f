#pragma once

#include "manager/lifecycle.hpp"

#include <chrono>
#include <mutex>
#include <optional>
#include <variant>
#include <vector>

namespace atelier {

/// SIGINT or SIGTERM.
struct signal_came {
  bool interrupt = false;
};
struct server_is_stopping {};
struct nothing_came {};
using main_event = std::variant<nothing_came, signal_came, server_is_stopping, over>;

/// Ends the process with this code when it is still there after that time; for the moment when all is done and only
/// threads have to be joined.
void end_process_after(std::chrono::seconds time, exit_code code);

/// What the main thread waits for: signals, and what the manager says. Make it before there are other threads: from
/// then on SIGINT and SIGTERM come here alone, in all threads, and SIGPIPE and SIGXFSZ are ignored.
class signals {
public:
  signals();
  ~signals();
  signals(const signals&) = delete;
  signals& operator=(const signals&) = delete;

  /// Any thread.
  void tell(main_event what);

  /// The main thread; returns `nothing_came` after `until`.
  [[nodiscard]] main_event wait(std::optional<std::chrono::steady_clock::time_point> until);

private:
  [[nodiscard]] std::optional<main_event> next_told();
  [[nodiscard]] std::optional<main_event> next_signal();

  int signal_descriptor_ = -1;
  int told_descriptor_ = -1;
  std::mutex mutex_;
  std::vector<main_event> told_;
};

} // namespace atelier
