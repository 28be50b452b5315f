#pragma once

#include "engine/feed/report_things.hpp"
#include "engine/feed/report_writer.hpp"
#include "engine/feed/step_budget.hpp"
#include "protocol/errors.hpp"

#include <optional>
#include <string>
#include <unordered_map>

namespace atelier {

/// The entries of a project, each as its heads say, by report.
class report_entries {
public:
  void take(const feed_message& what, const json& members);

  /// Writes the list of reports. Fails with `too_costly` where the budget is used up.
  [[nodiscard]] std::optional<error> write(report_writer& to, step_budget& steps) const;

private:
  /// By `version_uuid`.
  std::unordered_map<std::string, report_version> versions_;
};

} // namespace atelier
