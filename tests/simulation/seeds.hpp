#pragma once

#include <cstdint>
#include <cstdlib>

namespace atelier::simulation {

/// How many seeds to play, and which is the first: a failure is replayed by ATELIER_SEED=n ATELIER_SEEDS=1.
inline std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const auto* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

// Sanitizers make a seed ten times as slow, and find what they find in the first of them.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr std::uint64_t seeds_usual = 200;
#else
inline constexpr std::uint64_t seeds_usual = 3'000;
#endif

} // namespace atelier::simulation
