#include "engine/feed/report_threads.hpp"

#include "engine/feed/thread_tree.hpp"

namespace atelier {

void report_threads::take_thread(const feed_message& what, const json& members) {
  const auto [at, is_new] = threads_.try_emplace(what.uuid);
  take(at->second, stamp_of(what, members), members, is_new);
}

void report_threads::take_comment(const feed_message& what, const json& members) {
  const auto [at, is_new] = comments_.try_emplace(what.uuid);
  take(at->second, stamp_of(what, members), members, is_new);
}

void report_threads::write(report_writer& to) const {
  thread_tree tree;
  for (const auto& [uuid, thread] : threads_)
    tree.add(uuid, thread);
  for (const auto& [uuid, comment] : comments_)
    tree.add(uuid, comment);
  tree.grow();
  tree.write(to);
}

} // namespace atelier
