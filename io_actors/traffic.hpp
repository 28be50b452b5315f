#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace atelier {

/// What went through the connections of one kind; any thread.
struct traffic_counters {
  std::atomic<std::uint64_t> opened{0};
  std::atomic<std::uint64_t> closed{0};
  std::atomic<std::uint64_t> bytes_in{0};
  std::atomic<std::uint64_t> bytes_out{0};

  void add_in(std::size_t count) noexcept {
    bytes_in.fetch_add(count, std::memory_order_relaxed);
  }
  void add_out(std::size_t count) noexcept {
    bytes_out.fetch_add(count, std::memory_order_relaxed);
  }
};

/// One for all connections of a server.
struct traffic {
  traffic_counters stream;
  traffic_counters websocket;
  traffic_counters http;
  /// HTTP answers by the first digit of their status.
  std::atomic<std::uint64_t> http_answers[6]{};

  /// As Prometheus reads it (text format 0.0.4).
  [[nodiscard]] std::string to_prometheus() const;
};

} // namespace atelier
