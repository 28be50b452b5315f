#include "engine/feed/report_entry.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace atelier {

namespace {

using place = version_graph::place;

/// Besides one for each of its fields, in steps of `version_graph`: texts are compared and memory is taken.
constexpr std::uint64_t version_steps = 4;

} // namespace

void report_entry::add(const std::string& version_uuid, const report_version& what) {
  versions_.push_back({&version_uuid, &what});
  if (!first_ || what.first < first_->first)
    first_ = &what;
  if (!latest_ || latest_->latest < what.latest)
    latest_ = &what;
}

std::vector<std::vector<place>> report_entry::parents() {
  std::ranges::sort(versions_, {}, [](const version& it) -> const std::string& { return *it.uuid; });
  std::unordered_map<std::string_view, place> places;
  for (place i = 0; i < versions_.size(); ++i)
    places.emplace(*versions_[i].uuid, i);
  std::vector<std::vector<place>> out(versions_.size());
  for (place i = 0; i < versions_.size(); ++i) {
    auto& own = out[i];
    for (const auto& uuid : versions_[i].what->modifies) {
      const auto known = places.find(uuid);
      if (known == places.end())
        incomplete_ = true;
      else
        own.push_back(known->second);
    }
    std::ranges::sort(own);
    own.erase(std::unique(own.begin(), own.end()), own.end());
  }
  return out;
}

std::optional<entry_value> report_entry::value_of(version_graph& graph, place head, const entry_value& common,
                                                  step_budget& steps) const {
  const auto own = graph.own_of(head, steps);
  if (!own || !steps.take(version_steps * common.fields()))
    return std::nullopt;
  auto out = common;
  for (const auto each : *own) {
    const auto& what = *versions_[each].what;
    if (!steps.take(version_steps * (1 + what.fields.size())))
      return std::nullopt;
    out.apply(what);
  }
  return out;
}

result<bool> report_entry::write(std::string_view separator, report_writer& to, step_budget& steps) {
  version_graph graph{parents()};
  entry_value common;
  if (!graph.rank(steps))
    return too_entangled();
  for (const auto each : graph.common())
    common.apply(*versions_[each].what);
  const auto& heads = graph.heads();
  // One that is alone has everything in common with itself.
  if (heads.size() == 1 && common.is_deleted())
    return false;
  const auto shown = heads.size() == 1 ? std::optional{common} : value_of(graph, heads.front(), common, steps);
  if (!shown)
    return too_entangled();
  to.raw(separator);
  write_entry(versions_[heads.front()], *shown, to);
  if (heads.size() > 1 && !write_conflict(graph, common, to, steps))
    return too_entangled();
  to.raw(incomplete_ ? ",\"incomplete\":true}" : "}");
  return true;
}

bool report_entry::write_conflict(version_graph& graph, const entry_value& common, report_writer& to,
                                  step_budget& steps) const {
  std::string_view separator = ",\"conflict\":[";
  for (const auto head : graph.heads()) {
    const auto value = value_of(graph, head, common, steps);
    if (!value)
      return false;
    to.raw(separator);
    write_head(versions_[head], *value, to);
    separator = ",";
  }
  to.raw("]");
  return true;
}

void report_entry::write_entry(const version& head, const entry_value& value, report_writer& to) const {
  const auto& what = *head.what;
  to.raw("{\"entry_uuid\":").text(*uuid_).raw(",\"version_uuid\":").text(*head.uuid);
  to.raw(",\"user_uuid\":").text_or_null(what.user).raw(",\"user_id\":").text_or_null(what.user);
  to.raw(",\"submissiontime\":").text_or_null(what.submission);
  to.raw(",\"srv_id\":").number(what.first.srv_id).raw(",\"seqno\":").number(what.first.seqno).raw(",");
  value.write(to);
  to.raw(",\"reason\":").text_or_null(what.reason);
  to.raw(",\"archivetime\":").raw(latest_->archived.empty() ? "null" : latest_->archived);
  to.raw(",\"versions\":").number(versions_.size());
}

void report_entry::write_head(const version& head, const entry_value& value, report_writer& to) {
  const auto& what = *head.what;
  to.raw("{\"version_uuid\":").text(*head.uuid).raw(",\"user_uuid\":").text_or_null(what.user).raw(",");
  value.write(to);
  to.raw(",\"reason\":").text_or_null(what.reason);
  to.raw(",\"deleted\":").raw(value.is_deleted() ? "true" : "false");
  to.raw(",\"modifies\":");
  if (what.modifies.empty()) {
    to.raw("null}");
    return;
  }
  std::string_view separator = "[";
  for (const auto& each : what.modifies) {
    to.raw(separator).text(each);
    separator = ",";
  }
  to.raw("]}");
}

tl::unexpected<error> report_entry::too_entangled() const {
  return failure(errc::too_costly, "the edits of entry " + shown(*uuid_)
                                       + " branch and merge too much for a report; one \"at\" an earlier time may do");
}

} // namespace atelier
