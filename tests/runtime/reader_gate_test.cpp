#include "runtime/reader_gate.hpp"

#include <atomic>
#include <doctest/doctest.h>
#include <thread>

using atelier::runtime::reader_gate;

TEST_CASE("a reader that sleeps is woken once") {
  reader_gate gate;
  CHECK_FALSE(gate.wake());
  gate.rest();
  CHECK(gate.wake());
  CHECK_FALSE(gate.wake());
}

TEST_CASE("a reader that rises by itself is not woken") {
  reader_gate gate;
  gate.rest();
  CHECK(gate.rise());
  CHECK_FALSE(gate.wake());
}

TEST_CASE("a reader that rises too late knows that it was woken") {
  reader_gate gate;
  gate.rest();
  CHECK(gate.wake());
  CHECK_FALSE(gate.rise());
}

TEST_CASE("no wake-up is missed between a writer and a reader") {
  constexpr int writes = 20'000;
  reader_gate gate;
  std::atomic<int> written{0};
  std::atomic<int> wake_ups{0};
  std::thread writer{[&] {
    for (int i = 1; i <= writes; ++i) {
      written.store(i);
      if (gate.wake())
        wake_ups.fetch_add(1);
    }
  }};
  int slept = 0;
  int seen = 0;
  while (seen < writes) {
    seen = written.load();
    if (seen == writes)
      break;
    gate.rest();
    if (written.load() != seen) {
      if (gate.rise())
        continue;
    }
    ++slept;
    // A missed wake-up would leave the reader here for ever.
    while (wake_ups.load() < slept)
      std::this_thread::yield();
  }
  writer.join();
  CHECK(seen == writes);
  CHECK(wake_ups.load() >= slept);
}
