#pragma once

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <thread>

namespace atelier::test {

/// A number that whoever starts the test may set, such as ATELIER_SEED.
[[nodiscard]] inline std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const auto* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// The programs are built with sanitizers, and many times slower.
#ifdef __SANITIZE_ADDRESS__
inline constexpr bool is_instrumented = true;
#else
inline constexpr bool is_instrumented = false;
#endif

/// Looks again and again whether `condition` holds; false where it does not within a time in which it must.
template <class Condition>
[[nodiscard]] bool eventually(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{100};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end)
      return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return true;
}

} // namespace atelier::test
