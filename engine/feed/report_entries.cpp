#include "engine/feed/report_entries.hpp"

#include "engine/feed/report_entry.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace atelier {

namespace {

using entries = std::vector<report_entry>;

/// In the order of their first messages.
entries sorted_entries(const std::unordered_map<std::string, report_version>& versions) {
  entries out;
  std::unordered_map<std::string_view, std::size_t> places;
  for (const auto& [uuid, version] : versions) {
    // What belongs to no entry has no place in a report.
    if (!version.entry)
      continue;
    const auto [at, is_new] = places.try_emplace(*version.entry, out.size());
    if (is_new)
      out.emplace_back(*version.entry);
    out[at->second].add(uuid, version);
  }
  std::ranges::sort(out, {}, [](const report_entry& it) { return std::pair{it.first(), it.uuid()}; });
  return out;
}

struct report_group {
  const std::optional<std::string>* uuid = nullptr;
  std::vector<report_entry*> entries{};
};

/// In the order of their first messages, since the entries come in theirs.
std::vector<report_group> grouped(entries& all) {
  std::vector<report_group> out;
  std::unordered_map<std::optional<std::string_view>, std::size_t> places;
  for (auto& each : all) {
    const auto& uuid = each.report();
    const auto name = uuid ? std::optional{std::string_view{*uuid}} : std::nullopt;
    const auto [at, is_new] = places.try_emplace(name, out.size());
    if (is_new)
      out.push_back({&uuid});
    out[at->second].entries.push_back(&each);
  }
  return out;
}

} // namespace

void report_entries::take(const feed_message& what, const json& members) {
  const auto [at, is_new] = versions_.try_emplace(what.uuid);
  atelier::take(at->second, stamp_of(what, members), members, is_new);
}

std::optional<error> report_entries::write(report_writer& to, step_budget& steps) const {
  auto all = sorted_entries(versions_);
  to.raw("[");
  std::string_view before_report;
  for (const auto& report : grouped(all)) {
    to.raw(before_report).raw("{\"report_uuid\":").text_or_null(*report.uuid).raw(",\"entries\":[");
    before_report = ",";
    std::string_view before_entry;
    for (auto* entry : report.entries) {
      const auto shown = entry->write(before_entry, to, steps);
      if (!shown)
        return shown.error();
      if (*shown)
        before_entry = ",";
      if (to.is_full())
        return std::nullopt;
    }
    to.raw("]}");
  }
  to.raw("]");
  return std::nullopt;
}

} // namespace atelier
