#pragma once

#include "engine/world.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace atelier {

/// Requests for reports, which are made outside the engine: few of one connection, so that nobody keeps all others
/// waiting.
class report_requests {
public:
  explicit report_requests(world& all) : world_{all} {}

  void on(const report_requested& input, turn& now);
  void on(report_read input, turn& now);
  /// Answers all who wait that the server is shutting down.
  void stop(turn& now);

private:
  [[nodiscard]] std::optional<error> refused(const report_requested& input) const;

  world& world_;
  /// Who waits, and the number of his request.
  std::map<std::uint64_t, std::pair<connection_id, std::int64_t>> waiting_;
  std::uint64_t next_ = 1;
};

} // namespace atelier
