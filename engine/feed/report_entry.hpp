#pragma once

#include "engine/feed/entry_value.hpp"
#include "engine/feed/report_things.hpp"
#include "engine/feed/report_writer.hpp"
#include "engine/feed/step_budget.hpp"
#include "engine/feed/version_graph.hpp"
#include "protocol/errors.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace atelier {

/// An entry of a report with all its versions, to which it refers.
class report_entry {
public:
  explicit report_entry(const std::string& uuid) : uuid_{&uuid} {}

  void add(const std::string& version_uuid, const report_version& what);

  [[nodiscard]] const std::string& uuid() const noexcept {
    return *uuid_;
  }
  /// Of its first message; there must be one.
  [[nodiscard]] const report_stamp& first() const noexcept {
    return first_->first;
  }
  [[nodiscard]] const std::optional<std::string>& report() const noexcept {
    return first_->report;
  }

  /// Writes the entry behind `separator`; false where it has one head only, which is deleted. Fails with `too_costly`
  /// where the budget is used up.
  [[nodiscard]] result<bool> write(std::string_view separator, report_writer& to, step_budget& steps);

private:
  struct version {
    const std::string* uuid = nullptr;
    const report_version* what = nullptr;
  };

  /// The versions that each one modifies, as far as they are known.
  [[nodiscard]] std::vector<std::vector<version_graph::place>> parents();
  [[nodiscard]] std::optional<entry_value> value_of(version_graph& graph, version_graph::place head,
                                                    const entry_value& common, step_budget& steps) const;
  [[nodiscard]] bool write_conflict(version_graph& graph, const entry_value& common, report_writer& to,
                                    step_budget& steps) const;
  void write_entry(const version& head, const entry_value& value, report_writer& to) const;
  static void write_head(const version& head, const entry_value& value, report_writer& to);
  [[nodiscard]] tl::unexpected<error> too_entangled() const;

  const std::string* uuid_;
  /// Ascending by UUID once it is written.
  std::vector<version> versions_{};
  const report_version* first_ = nullptr;
  const report_version* latest_ = nullptr;
  bool incomplete_ = false;
};

} // namespace atelier
