#pragma once

#include "client/fault.hpp"
#include "client/message.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>

namespace atelier::client {

/// Messages between the thread that reads the socket and the one that receives; any thread may call anything.
class incoming_queue {
public:
  explicit incoming_queue(std::size_t bytes_max) : bytes_max_{bytes_max} {}

  /// Always takes the message. False where the queue is now full: read no more until `pop` says so.
  bool push(message what);

  struct popped {
    /// The next message; a fault where the time was up (`timed_out`), or where the connection has ended and all
    /// messages before its end were taken.
    outcome<message> what;
    /// Reading had stopped for a full queue and must go on.
    bool resume = false;
  };
  /// Waits for a message until `deadline`, or for ever.
  [[nodiscard]] popped pop(std::optional<std::chrono::steady_clock::time_point> deadline);

  /// Nothing more comes; what waits can still be taken.
  void end(fault why);

  /// Nobody will receive any more: drops what waits and what comes. True where reading must go on.
  bool drop();

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<message> waiting_;
  std::size_t bytes_ = 0;
  std::size_t bytes_max_;
  std::optional<fault> ended_;
  bool dropped_ = false;
  bool paused_ = false;
};

} // namespace atelier::client
