#pragma once

#include "io_actors/traffic.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/rate_policy.hpp>
#include <chrono>
#include <cstddef>
#include <limits>

namespace atelier {

/// Limits nothing: it counts what goes through a `basic_stream`, and remembers when a write last got on, which the
/// operations above the stream do not tell before they are done.
class counting_policy {
public:
  explicit counting_policy(traffic_counters& counters) : counters_{&counters} {}

  [[nodiscard]] std::chrono::steady_clock::time_point last_write() const noexcept {
    return last_write_;
  }

private:
  friend class boost::beast::rate_policy_access;

  [[nodiscard]] std::size_t available_read_bytes() const noexcept {
    return std::numeric_limits<std::size_t>::max();
  }
  [[nodiscard]] std::size_t available_write_bytes() const noexcept {
    return std::numeric_limits<std::size_t>::max();
  }
  void transfer_read_bytes(std::size_t count) noexcept {
    counters_->add_in(count);
  }
  void transfer_write_bytes(std::size_t count) noexcept {
    counters_->add_out(count);
    last_write_ = std::chrono::steady_clock::now();
  }
  void on_timer() noexcept {}

  traffic_counters* counters_;
  std::chrono::steady_clock::time_point last_write_{};
};

using counted_stream = boost::beast::basic_stream<boost::asio::ip::tcp, boost::asio::any_io_executor, counting_policy>;

} // namespace atelier
