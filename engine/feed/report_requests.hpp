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

/// Requests for reports, which are made outside the engine, one at a time: few of one connection, so that nobody keeps
/// all others waiting.
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
  /// Has the first that somebody still waits for made, unless one is being made.
  void make_next(turn& now);

  struct waiting {
    connection_id who;
    std::int64_t request = 0;
    read_report what;
  };

  world& world_;
  std::size_t untaken_max_;
  /// In the order in which they came; of the first one it may be that it is being made.
  std::map<std::uint64_t, waiting> waiting_;
  std::optional<std::uint64_t> made_;
  std::vector<std::weak_ptr<const std::string>> handed_out_;
  std::uint64_t next_ = 1;
};

} // namespace atelier
