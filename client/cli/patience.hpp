#pragma once

#include "client/backoff.hpp"
#include "client/fault.hpp"

#include <chrono>
#include <functional>
#include <optional>

namespace atelier::cli {

/// How long a client waits for a server that says nothing or is gone. It decides only; the time is told to it.
class patience {
public:
  using time_point = std::chrono::steady_clock::time_point;

  /// After so long without a word the server is asked whether it is there, and then given up.
  static constexpr std::chrono::seconds silence_until_ping{30};
  static constexpr std::chrono::seconds silence_max{60};

  /// `retry_max` is how long a server may be away, for ever where there is none; `random` gives 0 to 1.
  patience(std::optional<std::chrono::milliseconds> retry_max, std::function<double()> random);

  /// Something came.
  void heard(time_point now);

  enum class silence { bearable, worth_a_ping, unbearable };
  /// Of a connection that stands; `worth_a_ping` once.
  [[nodiscard]] silence silence_at(time_point now);
  [[nodiscard]] time_point next_look() const;

  enum class verdict { give_up, first_try, another_try };
  /// The connection is lost, or none came about.
  [[nodiscard]] verdict lost(const client::fault& why, time_point now);
  /// Whether it is time for the next try; true once.
  [[nodiscard]] bool try_is_due(time_point now);
  [[nodiscard]] std::optional<time_point> next_try() const noexcept {
    return next_try_;
  }

  /// All is as before; true where the server had been away.
  [[nodiscard]] bool is_back();

private:
  std::optional<std::chrono::milliseconds> retry_max_;
  std::function<double()> random_;
  client::backoff backoff_;
  std::optional<time_point> away_since_, next_try_;
  time_point last_heard_{};
  bool pinged_ = false, was_connected_ = false;
};

} // namespace atelier::cli
