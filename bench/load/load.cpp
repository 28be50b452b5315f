#include "bench/load/load.hpp"

#include <algorithm>

namespace atelier::bench {

void turn_load(generator& with, load& what, clock::time_point until) {
  with.loop.turn(std::min(until, what.next_send()));
  with.loop.look_at_clock();
  what.send(with.loop.now());
}

void run_load(generator& with, load& what, clock::time_point until) {
  while (with.loop.now() < until)
    turn_load(with, what, until);
}

} // namespace atelier::bench
