#include "bench/load/closed_load.hpp"

#include <bit>

namespace atelier::bench {

closed_load::closed_load(generator& with, room& where, std::uint32_t in_flight) : loop_{with.loop} {
  for (auto& each : where.drawers())
    windows_.push_back(std::make_unique<window>(*this, each, in_flight));
}

void closed_load::send(clock::time_point now) {
  for (const auto& each : windows_)
    each->fill(now);
}

clock::time_point closed_load::sent_at(std::size_t place, std::uint32_t counter) const {
  return windows_[place]->sent_at(counter);
}

closed_load::window::window(closed_load& owner, drawer& with, std::uint32_t in_flight)
    : owner_{owner},
      drawer_{with},
      in_flight_{in_flight},
      times_(std::bit_ceil(in_flight)),
      last_bits_{std::bit_ceil(in_flight) - 1} {
  drawer_.with().tally().watch(drawer_.with().sender(), *this);
}

void closed_load::window::fill(clock::time_point now) {
  const auto free = in_flight_ - static_cast<std::uint32_t>(drawer_.sent().count - returned_);
  if (free == 0)
    return;
  for (std::uint32_t i = 0; i < free; ++i)
    times_[(drawer_.next() + i) & last_bits_] = now;
  drawer_.draw(free);
}

void closed_load::window::returned(op_id op) {
  ++returned_;
  owner_.count_returned();
  owner_.record(owner_.loop_.now() - sent_at(op.counter));
}

} // namespace atelier::bench
