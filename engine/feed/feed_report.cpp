#include "engine/feed/feed_report.hpp"

#include "engine/feed/report_writer.hpp"
#include "engine/feed/step_budget.hpp"
#include "protocol/json_text.hpp"

#include <algorithm>
#include <utility>

namespace atelier {

feed_report::feed_report(session_id project, std::string project_uuid, std::optional<version_vector> at,
                         report_bounds bounds)
    : project_{project}, project_uuid_{std::move(project_uuid)}, at_{std::move(at)}, bounds_{bounds} {}

std::optional<error> feed_report::take(const feed_message& what) {
  if (at_ && !covers(*at_, what.srv_id, what.seqno))
    return std::nullopt;
  bytes_ += what.members.size();
  if (bytes_ > bounds_.bytes_max)
    return too_large("its feed");
  auto& highest = counted_[what.srv_id];
  highest = std::max(highest, what.seqno);
  auto members = parse_json("{" + what.members + "}");
  if (!members)
    members = json::object();
  switch (what.kind) {
  case feed_kind::entry:
    entries_.take(what, *members);
    break;
  case feed_kind::thread:
    threads_.take_thread(what, *members);
    break;
  case feed_kind::comment:
    threads_.take_comment(what, *members);
    break;
  }
  return std::nullopt;
}

result<std::string> feed_report::text() const {
  report_writer out{bounds_.bytes_max};
  step_budget steps{bounds_.steps_max};
  out.raw("{\"project\":{\"proj_id\":").number(project_.value);
  out.raw(",\"project_uuid\":").text(project_uuid_).raw("},\"at\":").raw(to_text(to_json(counted_)));
  out.raw(",\"reports\":");
  if (auto failed = entries_.write(out, steps))
    return tl::unexpected{*std::move(failed)};
  out.raw(",\"threads\":");
  threads_.write(out);
  out.raw("}");
  if (out.is_full())
    return tl::unexpected{too_large("it")};
  return std::move(out).take();
}

error feed_report::too_large(const std::string& what) const {
  return {errc::too_costly, "the report of project " + std::to_string(project_.value) + " can't be made: " + what
                                + " has more than " + std::to_string(bounds_.bytes_max)
                                + " bytes; one \"at\" an earlier time may have less"};
}

} // namespace atelier
