#include "tests/simulation/memory_store.hpp"

#include <algorithm>
#include <doctest/doctest.h>

// What the store keeps of feeds.

namespace atelier::simulation {

void memory_store::put(const feed_message& what) {
  REQUIRE(what.arrival >= state_.next_feed_arrival);
  state_.next_feed_arrival = what.arrival + 1;
  if (what.srv_id == state_.srv_id) {
    REQUIRE(what.seqno >= state_.next_feed_seqno);
    state_.next_feed_seqno = what.seqno + 1;
  }
  if (is_removed(what.project))
    return;
  for (const auto& each : feed_)
    if (each.project == what.project && each.srv_id == what.srv_id)
      REQUIRE(each.seqno < what.seqno);
  feed_.push_back(what);
  state_.feed.push_back(head_of(what));
}

void memory_store::put(const feed_link_record& what) {
  if (std::ranges::find(state_.feed_links, what) == state_.feed_links.end())
    state_.feed_links.push_back(what);
}

void memory_store::put(const feed_link_removed& what) {
  std::erase(state_.feed_links, feed_link_record{what.url, what.project});
}

void memory_store::forget_feed_of(session_id session) {
  std::erase_if(feed_, [&](const feed_message& each) { return each.project == session; });
  std::erase_if(state_.feed, [&](const feed_head& each) { return each.project == session; });
  std::erase_if(state_.feed_links, [&](const feed_link_record& each) { return each.project == session; });
}

result<feed_archive::page> memory_store::read_feed(session_id project, const feed_selection& wanted, seqno_t after,
                                                   seqno_t until, std::size_t) {
  constexpr std::size_t messages_max = 3;
  constexpr std::size_t passed_over_max = 2;
  feed_archive::page out;
  out.reached = until;
  std::size_t passed_over = 0;
  for (const auto& each : feed_) {
    if (each.project != project || each.arrival <= after || each.arrival > until)
      continue;
    if (!wanted.wants(each)) {
      if (++passed_over < passed_over_max)
        continue;
      out.reached = each.arrival;
      break;
    }
    if (out.messages.size() == messages_max) {
      out.reached = out.messages.back().arrival;
      break;
    }
    out.messages.push_back(each);
  }
  return out;
}

result<std::vector<feed_message>> memory_store::find_feed(session_id project, feed_kind kind, const std::string& uuid) {
  std::vector<feed_message> out;
  for (const auto& each : feed_)
    if (each.project == project && each.kind == kind && each.uuid == uuid)
      out.push_back(each);
  return out;
}

} // namespace atelier::simulation
