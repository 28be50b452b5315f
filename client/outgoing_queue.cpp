#include "client/outgoing_queue.hpp"

namespace atelier::client {

outcome<bool> outgoing_queue::push(outgoing what) {
  std::unique_lock lock{mutex_};
  changed_.wait(lock, [&] { return bytes_ < bytes_max_ || ended_; });
  if (ended_)
    return tl::unexpected{*ended_};
  bytes_ += what.body.size() + sizeof(outgoing);
  waiting_.push_back(std::move(what));
  return !std::exchange(writing_, true);
}

std::vector<outgoing> outgoing_queue::take() {
  std::vector<outgoing> out;
  {
    const std::lock_guard lock{mutex_};
    out = std::exchange(waiting_, {});
    bytes_ = 0;
    writing_ = !out.empty();
  }
  changed_.notify_all();
  return out;
}

void outgoing_queue::end(fault why) {
  {
    const std::lock_guard lock{mutex_};
    if (!ended_)
      ended_ = std::move(why);
    waiting_.clear();
    bytes_ = 0;
  }
  changed_.notify_all();
}

} // namespace atelier::client
