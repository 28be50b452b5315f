#pragma once

#include <chrono>

namespace atelier {

/// The time at which an input reaches the engine. It comes in from outside, so that a simulator can make it up.
struct instant {
  using clock = std::chrono::steady_clock;
  clock::time_point mono{};
  std::chrono::system_clock::time_point wall{};
};

} // namespace atelier
