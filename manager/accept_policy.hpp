#pragma once

#include <chrono>
#include <optional>
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

  [[nodiscard]] verdict failed(std::error_code why);
  void accepted() noexcept {
    waiting_ = false;
  }
  /// The failure opens a new row of them, so that it is worth a line in the log.
  [[nodiscard]] bool is_news() const noexcept {
    return news_;
  }

private:
  bool waiting_ = false;
  bool news_ = false;
};

} // namespace atelier
