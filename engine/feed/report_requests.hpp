#pragma once

#include "engine/world.hpp"
#include "protocol/feed_limits.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace atelier {

/// Requests for reports, which are made outside the engine: few of one connection, so that nobody keeps all others
/// waiting.
class report_requests {
public:
  explicit report_requests(world& all, std::size_t untaken_max = feed_limits::reports_untaken_bytes_max)
      : world_{all}, untaken_max_{untaken_max} {}

  void on(const report_requested& input, turn& now);
  void on(report_read input, turn& now);
  /// Answers all who wait that the server is shutting down.
  void stop(turn& now);

private:
  [[nodiscard]] std::optional<error> refused(const report_requested& input);
  /// Bytes of reports that somebody still sends.
  [[nodiscard]] std::size_t untaken_bytes();

  world& world_;
  std::size_t untaken_max_;
  /// Who waits, and the number of his request.
  std::map<std::uint64_t, std::pair<connection_id, std::int64_t>> waiting_;
  std::vector<std::weak_ptr<const std::string>> handed_out_;
  std::uint64_t next_ = 1;
};

} // namespace atelier
