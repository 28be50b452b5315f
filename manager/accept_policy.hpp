#pragma once

#include "manager/seldom.hpp"

#include <chrono>
#include <system_error>

namespace atelier {

/// What a listener does after accepting has failed.
class accept_policy {
public:
  enum class verdict {
    /// That connection was gone before it was accepted; the next one is welcome at once.
    go_on,
    /// The process or the system has run out of something; try again after `pause`.
    wait,
    /// The listener itself is of no use any more.
    give_up,
  };

  /// How long to wait for files or memory to become free.
  static constexpr std::chrono::milliseconds pause{100};

  [[nodiscard]] verdict failed(std::error_code why, seldom::time_point now);
  /// The failure is worth a line in the log.
  [[nodiscard]] bool is_news() const noexcept {
    return news_;
  }

private:
  seldom waits_;
  bool news_ = false;
};

} // namespace atelier
