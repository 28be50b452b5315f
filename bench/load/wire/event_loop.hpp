#pragma once

#include "bench/load/wire/unique_fd.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <sys/epoll.h>

namespace atelier::bench {

using clock = std::chrono::steady_clock;

/// What an event loop calls when a socket is ready.
class ready_handler {
public:
  virtual ~ready_handler() = default;
  /// `events` as of epoll.
  virtual void ready(std::uint32_t events) = 0;
};

/// How an `event_loop` waits. A thread that polls costs a whole core, and its peers need not wake it: what a server
/// uses is then its own work, and not how often its clients happened to sleep.
enum class waiting { sleeping, polling };

/// epoll, level-triggered, for one thread. Failures are thrown as std::system_error.
class event_loop {
public:
  explicit event_loop(waiting how);

  /// Calls `whom` for these events of a socket, until it is closed. Within a turn nobody but `whom` itself may close
  /// the socket, and nobody may destroy `whom`.
  void add(int socket, std::uint32_t events, ready_handler& whom);
  void change(int socket, std::uint32_t events, ready_handler& whom);

  /// One turn: waits until something is ready, for as long as `until` at most, and calls each handler that is ready
  /// once. Gives whether any was.
  bool turn(clock::time_point until);

  /// How long the turns have waited in all.
  [[nodiscard]] clock::duration waited() const noexcept {
    return waited_;
  }

  /// The time at the beginning of this turn or, later, when `look_at_clock` was called last.
  [[nodiscard]] clock::time_point now() const noexcept {
    return now_;
  }
  void look_at_clock() noexcept {
    now_ = clock::now();
  }

private:
  [[nodiscard]] int wait(clock::time_point until);

  waiting how_;
  unique_fd epoll_;
  std::array<epoll_event, 1024> events_{};
  clock::time_point now_ = clock::now();
  clock::duration waited_{};
};

} // namespace atelier::bench
