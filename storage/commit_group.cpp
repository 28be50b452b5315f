#include "storage/commit_group.hpp"

namespace atelier {

bool commit_group::add(store_batch batch) {
  if (failed_)
    return false;
  tickets_.push_back({batch.ticket});
  batches_.push_back(std::move(batch.records));
  return tickets_.size() == 1;
}

commit_group::outcome commit_group::commit() {
  outcome out;
  if (tickets_.empty())
    return out;
  const auto batches = std::exchange(batches_, {});
  out.done = std::exchange(tickets_, {});
  if (const auto stored = folder_.commit(batches); !stored) {
    failed_ = true;
    out.done.clear();
    out.failed = store_failed{stored.error().message};
  }
  return out;
}

bool commit_group::tidy() {
  return !failed_ && tickets_.empty() && folder_.tidy();
}

} // namespace atelier
