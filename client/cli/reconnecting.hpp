#pragma once

#include "client/backoff.hpp"
#include "client/fault.hpp"

#include <functional>
#include <optional>
#include <random>
#include <string>

namespace atelier::cli {

/// Waits between tries to get a lost server back, and knows when to give up.
class reconnecting {
public:
  using clock = std::chrono::steady_clock;

  /// `say` is told once each time that the server goes away.
  reconnecting(std::chrono::milliseconds give_up_after, std::function<void(const std::string&)> say);

  /// Whether a fault may go away by itself: a server that is gone, or going, and did not forbid to come back.
  [[nodiscard]] static bool worth_a_try(const client::fault& why);

  /// Waits for the time of the next try. False where the server has been away for too long, Ctrl-C was pressed, or
  /// `enough` says so.
  [[nodiscard]] bool wait(const client::fault& why, const std::function<bool()>& enough = {});

  /// The server is back and works; true where it had been away.
  bool connected();

private:
  std::chrono::milliseconds give_up_after_;
  std::function<void(const std::string&)> say_;
  client::backoff backoff_;
  std::mt19937 random_;
  std::optional<clock::time_point> away_since_;
};

} // namespace atelier::cli
