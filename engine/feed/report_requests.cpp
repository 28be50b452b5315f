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
  const auto own = std::ranges::count_if(waiting_, [&](const auto& each) { return each.second.who == input.from; });
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
  read_report what{next_, input.project, world_.sessions.at(input.project).uuid, input.at};
  waiting_.emplace(next_++, waiting{input.from, input.request, std::move(what)});
  make_next(now);
}

void report_requests::make_next(turn& now) {
  std::erase_if(waiting_,
                [&](const auto& each) { return each.first != made_ && !world_.find_client(each.second.who); });
  if (made_ || waiting_.empty())
    return;
  const auto& [number, first] = *waiting_.begin();
  made_ = number;
  now.out.emplace_back(first.what);
}

void report_requests::on(report_read input, turn& now) {
  made_.reset();
  const auto found = waiting_.extract(input.request);
  if (found && world_.find_client(found.mapped().who)) {
    if (input.report)
      handed_out_.push_back(*input.report);
    now.send(found.mapped().who, report_ready{found.mapped().request, std::move(input.report)});
  }
  make_next(now);
}

void report_requests::stop(turn& now) {
  for (const auto& [request, who] : std::exchange(waiting_, {}))
    now.send(who.who, report_ready{who.request, failure(errc::shutting_down,
                                                        "the server is shutting down; ask again when it is back")});
}

} // namespace atelier
