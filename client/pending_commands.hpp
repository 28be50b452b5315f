#pragma once

#include "client/fault.hpp"
#include "protocol/json_text.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <vector>

namespace atelier::client {

/// Commands that wait for their response. One thread at a time.
class pending_commands {
public:
  using time_point = std::chrono::steady_clock::time_point;
  using completion = std::function<void(outcome<json>)>;

  /// Gives a command its id and remembers what to call with its response.
  [[nodiscard]] std::int64_t add(time_point deadline, completion done);

  /// Takes out whoever waits for the response; nothing where nobody does (any more).
  [[nodiscard]] std::optional<completion> take(std::int64_t id);

  /// Takes out those whose time was up before `now`.
  [[nodiscard]] std::vector<completion> take_expired(time_point now);

  [[nodiscard]] std::vector<completion> take_all();

  [[nodiscard]] std::size_t size() const noexcept {
    return waiting_.size();
  }

private:
  struct entry {
    time_point deadline;
    completion done;
  };
  std::map<std::int64_t, entry> waiting_;
  std::int64_t next_id_ = 1;
};

} // namespace atelier::client
