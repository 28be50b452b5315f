#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace atelier::cli {

/// How far a long task is.
struct progress {
  std::uint64_t done = 0;
  std::uint64_t total = 0;
  /// Done before this run, so that the rate is this run's own.
  std::uint64_t before = 0;
  std::chrono::milliseconds elapsed{0};
};

/// `[#######......] 53 %  534,000 of 1,000,000 pixels  210,000/s  2 s left`; without the bar where `width` is 0.
[[nodiscard]] std::string to_line(const progress& at, std::string_view unit, std::size_t width);

/// `1,234,567`
[[nodiscard]] std::string grouped(std::uint64_t value);

/// `7 s`, `3 min 20 s`, `2 h 5 min`
[[nodiscard]] std::string duration_words(std::chrono::seconds length);

} // namespace atelier::cli
