#pragma once

#include "bench/load/connection.hpp"
#include "bench/load/generator.hpp"
#include "bench/load/histogram.hpp"

#include <cstdint>
#include <map>

namespace atelier::bench {

/// A connection that reads the feed of session 1, or writes to it, or pings. What it did not expect is thrown as
/// std::runtime_error.
class feed_client final : private connection_user {
public:
  /// Begins to connect.
  explicit feed_client(generator& with);

  /// `since`: the number of this server's own up to which it has everything.
  void subscribe(std::uint64_t since = 0);
  /// One entry, with a text as its content.
  void post_entry(std::uint64_t number);
  void ping();
  void flush() {
    connection_.flush();
  }

  [[nodiscard]] bool is_open() const noexcept {
    return open_;
  }
  [[nodiscard]] bool is_in_sync() const noexcept {
    return in_sync_;
  }
  /// Entries that have come.
  [[nodiscard]] std::uint64_t entries() const noexcept {
    return entries_;
  }
  /// Commands that wait for their answer.
  [[nodiscard]] std::size_t waiting() const noexcept {
    return sent_at_.size();
  }
  /// From the sending of commands to their answers.
  [[nodiscard]] histogram& latency() noexcept {
    return latency_;
  }

private:
  void opened() override;
  void received(const websocket_frame& frame) override;
  void say(const std::string& text);
  void ask(const std::string& rest);

  event_loop& loop_;
  connection connection_;
  bool open_ = false;
  bool in_sync_ = false;
  std::uint64_t entries_ = 0;
  std::int64_t last_id_ = 0;
  std::map<std::int64_t, clock::time_point> sent_at_;
  histogram latency_;
};

} // namespace atelier::bench
