#include "engine/feed/thread_tree.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>

namespace atelier {

void thread_tree::add(const std::string& uuid, const report_thread& what) {
  thread_places_.emplace(uuid, threads_.size());
  threads_.push_back({uuid, &what, what.first});
}

void thread_tree::add(const std::string& uuid, const report_comment& what) {
  const auto thread = what.thread ? std::string_view{*what.thread} : std::string_view{};
  const auto [at, is_unknown] = thread_places_.try_emplace(thread, threads_.size());
  if (is_unknown)
    threads_.push_back({thread, nullptr, what.first});
  auto& above = threads_[at->second];
  if (!above.what)
    above.first = std::min(above.first, what.first);
  comment_places_.emplace(uuid, comments_.size());
  comments_.push_back({uuid, &what, at->second});
}

void thread_tree::grow() {
  for (auto& each : threads_) {
    if (!each.what || !each.what->comment)
      continue;
    const auto at = comment_places_.find(*each.what->comment);
    if (at != comment_places_.end())
      each.parent = at->second;
  }
  cut_cycles();
  std::vector<place> order(threads_.size());
  std::iota(order.begin(), order.end(), place{});
  std::ranges::sort(order, {}, [this](place each) { return std::pair{threads_[each].first, threads_[each].uuid}; });
  for (const auto each : order) {
    const auto& parent = threads_[each].parent;
    (parent ? comments_[*parent].threads : top_).push_back(each);
  }
  order.resize(comments_.size());
  std::iota(order.begin(), order.end(), place{});
  std::ranges::sort(order, {}, [this](place each) {
    return std::pair{comments_[each].what->first, comments_[each].uuid};
  });
  for (const auto each : order)
    threads_[comments_[each].thread].comments.push_back(each);
}

std::optional<thread_tree::place> thread_tree::above(place thread) const {
  const auto& parent = threads_[thread].parent;
  return parent ? std::optional{comments_[*parent].thread} : std::nullopt;
}

/// What would be below itself goes to the top; what is below such stays there.
void thread_tree::cut_cycles() {
  std::vector<place> walk_of(threads_.size());
  std::vector<place> cut;
  for (place from = 0; from < threads_.size(); ++from) {
    const auto walk = from + 1;
    std::optional<place> at = from;
    while (at && walk_of[*at] == 0) {
      walk_of[*at] = walk;
      at = above(*at);
    }
    if (!at || walk_of[*at] != walk)
      continue;
    const auto begin = *at;
    do {
      cut.push_back(*at);
      at = above(*at);
    } while (*at != begin);
  }
  for (const auto each : cut)
    threads_[each].parent.reset();
}

void thread_tree::write(report_writer& to) const {
  // As deep as somebody may have answered to answers, so that it is no recursion.
  struct level {
    const std::vector<place>* list;
    bool of_threads;
    std::size_t next = 0;
  };
  std::vector<level> levels{{&top_, true}};
  to.raw("[");
  while (!levels.empty()) {
    auto& now = levels.back();
    if (now.next == now.list->size()) {
      levels.pop_back();
      to.raw(levels.empty() ? "]" : "]}");
      continue;
    }
    to.raw(now.next > 0 ? "," : "");
    const auto each = (*now.list)[now.next++];
    if (now.of_threads) {
      begin_thread(threads_[each], to);
      levels.push_back({&threads_[each].comments, false});
    } else {
      begin_comment(comments_[each], to);
      levels.push_back({&comments_[each].threads, true});
    }
  }
}

void thread_tree::begin_thread(const thread_node& which, report_writer& to) const {
  static const report_thread unknown{{}, {}, {}, "null", {}};
  const auto& what = which.what ? *which.what : unknown;
  to.raw("{\"thread_uuid\":");
  if (which.uuid.empty())
    to.raw("null");
  else
    to.text(which.uuid);
  to.raw(",\"user_uuid\":").text_or_null(what.user).raw(",\"submissiontime\":").text_or_null(what.submission);
  to.raw(",\"links\":").raw(what.links);
  to.raw(",\"archivetime\":").raw(what.archived.empty() ? "null" : what.archived);
  to.raw(which.what ? "" : ",\"incomplete\":true").raw(",\"comments\":[");
}

void thread_tree::begin_comment(const comment_node& which, report_writer& to) const {
  const auto& what = *which.what;
  to.raw("{\"comment_uuid\":").text(which.uuid);
  to.raw(",\"user_uuid\":").text_or_null(what.user).raw(",\"submissiontime\":").text_or_null(what.submission);
  to.raw(",\"authortime\":").text_or_null(what.author_time).raw(",\"body\":").text_or_null(what.body);
  to.raw(",\"archivetime\":").raw(what.archived.empty() ? "null" : what.archived).raw(",\"threads\":[");
}

} // namespace atelier
