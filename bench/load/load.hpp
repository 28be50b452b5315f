#pragma once

#include "bench/load/generator.hpp"
#include "bench/load/histogram.hpp"

namespace atelier::bench {

/// Who decides when ops are sent, and measures how long they take.
class load {
public:
  virtual ~load() = default;

  /// Sends what may or should be sent now; called at the end of each turn of the loop.
  virtual void send(clock::time_point now) = 0;

  /// When `send` has something to do even if nothing is received.
  [[nodiscard]] virtual clock::time_point next_send() const = 0;

  /// When the op of this number was sent, or should have been, by the drawer with this place in the order in which the
  /// load knows them; valid until `send` is called after the op's return.
  [[nodiscard]] virtual clock::time_point sent_at(std::size_t place, std::uint32_t counter) const = 0;

  /// Ops that came back to their own senders.
  [[nodiscard]] std::uint64_t returned() const noexcept {
    return returned_;
  }
  /// How long ops took since this was cleared.
  [[nodiscard]] histogram& latency() noexcept {
    return latency_;
  }

protected:
  void count_returned() noexcept {
    ++returned_;
  }
  void record(clock::duration latency) noexcept {
    latency_.add(latency);
  }

private:
  std::uint64_t returned_ = 0;
  histogram latency_;
};

/// Turns the loop and sends, until then.
void run_load(generator& with, load& what, clock::time_point until);

/// One turn of the loop, then sends; waits no longer than `until`.
void turn_load(generator& with, load& what, clock::time_point until);

} // namespace atelier::bench
