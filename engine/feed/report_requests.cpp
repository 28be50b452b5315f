#include "engine/feed/report_requests.hpp"

#include "protocol/feed_limits.hpp"

#include <algorithm>
#include <string>

namespace atelier {

std::size_t report_requests::untaken_bytes() {
  std::erase_if(handed_out_, [](const auto& each) { return each.expired(); });
  std::size_t sum = 0;
  for (const auto& each : handed_out_)
    if (const auto report = each.lock())
      sum += report->size();
  return sum;
}

std::optional<error> report_requests::refused(const report_requested& input) {
  if (world_.stopping)
    return error{errc::shutting_down, "the server is shutting down; ask again when it is back"};
  if (!world_.sessions.contains(input.project))
    return error{errc::not_found, "there is no project " + std::to_string(input.project.value)};
  const auto own = std::ranges::count_if(waiting_, [&](const auto& each) { return each.second.first == input.from; });
  if (static_cast<std::size_t>(own) >= feed_limits::client_reports_max || waiting_.size() >= feed_limits::reports_max)
    return error{errc::rate_limited, "too many reports are being made (at most "
                                         + std::to_string(feed_limits::client_reports_max) + " for one client and "
                                         + std::to_string(feed_limits::reports_max) + " in all); ask again later"};
  if (untaken_bytes() >= untaken_max_)
    return error{errc::rate_limited, "clients have not taken " + std::to_string(untaken_bytes())
                                         + " bytes of reports yet; ask again later"};
  return std::nullopt;
}

void report_requests::on(const report_requested& input, turn& now) {
  if (auto why = refused(input))
    return now.send(input.from, report_ready{input.request, tl::unexpected{std::move(*why)}});
  waiting_.emplace(next_, std::pair{input.from, input.request});
  now.out.emplace_back(read_report{next_++, input.project, world_.sessions.at(input.project).uuid, input.at});
}

void report_requests::on(report_read input, turn& now) {
  const auto place = waiting_.find(input.request);
  if (place == waiting_.end())
    return;
  const auto [to, request] = place->second;
  waiting_.erase(place);
  if (!world_.find_client(to))
    return;
  if (input.report)
    handed_out_.push_back(*input.report);
  now.send(to, report_ready{request, std::move(input.report)});
}

void report_requests::stop(turn& now) {
  for (const auto& [request, who] : std::exchange(waiting_, {}))
    now.send(who.first, report_ready{who.second, failure(errc::shutting_down,
                                                         "the server is shutting down; ask again when it is back")});
}

} // namespace atelier
