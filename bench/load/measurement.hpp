#pragma once

#include "bench/load/load.hpp"
#include "bench/load/report.hpp"
#include "bench/load/viewer.hpp"

#include <functional>
#include <optional>

namespace atelier::bench {

/// What viewers received.
struct delivery {
  std::uint64_t ops = 0;
  std::uint64_t messages = 0;

  void add(const viewer& whom) noexcept {
    ops += whom.received().count;
    messages += whom.messages();
  }
  void add(const delivery& more) noexcept {
    ops += more.ops;
    messages += more.messages;
  }
};
[[nodiscard]] delivery delivered_to(std::span<viewer* const> viewers) noexcept;

/// A window of time, and what happened in it at the load, the viewers and the server.
class measurement {
public:
  /// Begins now; without `server` nothing is told of its CPU.
  measurement(const event_loop& loop, load& what, std::function<delivery()> delivered,
              std::optional<server_meter>& server);

  /// Ends the window and puts in what fits every scenario: counts, CPU, the generator's share of a core, latency.
  void end(report& to);

private:
  const event_loop& loop_;
  load& load_;
  std::function<delivery()> delivered_;
  std::optional<server_meter>& server_;
  clock::time_point began_;
  clock::duration waited_;
  std::uint64_t returned_;
  delivery before_;
};

} // namespace atelier::bench
