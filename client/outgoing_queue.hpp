#pragma once

#include "client/fault.hpp"
#include "client/message.hpp"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace atelier::client {

/// Messages between the threads that send and the one that writes to the socket; any thread may call anything.
class outgoing_queue {
public:
  explicit outgoing_queue(std::size_t bytes_max) : bytes_max_{bytes_max} {}

  /// Waits while the queue is full; a fault where the connection has ended, also while it waits. True where nothing
  /// waited or was being written before, so that the writer has to be woken.
  [[nodiscard]] outcome<bool> push(outgoing what);

  /// Everything that waits, in order. Where it is nothing, the next `push` wakes the writer again.
  [[nodiscard]] std::vector<outgoing> take();

  /// Nothing more can be sent.
  void end(fault why);

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<outgoing> waiting_;
  std::size_t bytes_ = 0;
  std::size_t bytes_max_;
  bool writing_ = false;
  std::optional<fault> ended_;
};

} // namespace atelier::client
