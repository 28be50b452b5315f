#include "client/incoming_queue.hpp"

namespace atelier::client {

bool incoming_queue::push(message what) {
  {
    const std::lock_guard lock{mutex_};
    if (dropped_)
      return true;
    bytes_ += what.body.size() + sizeof(message);
    waiting_.push_back(std::move(what));
    paused_ = bytes_ >= bytes_max_;
  }
  changed_.notify_all();
  const std::lock_guard lock{mutex_};
  return !paused_;
}

incoming_queue::popped incoming_queue::pop(std::optional<std::chrono::steady_clock::time_point> deadline) {
  std::unique_lock lock{mutex_};
  const auto ready = [&] {
    return !waiting_.empty() || ended_ || dropped_;
  };
  if (!deadline)
    changed_.wait(lock, ready);
  else if (!changed_.wait_until(lock, *deadline, ready))
    return {failed(fault_kind::timed_out, "no message came in the time that was given"), false};
  if (waiting_.empty())
    return {ended_ ? tl::unexpected{*ended_} : failed(fault_kind::misuse, "this receiver was dropped"), false};
  auto front = std::move(waiting_.front());
  waiting_.pop_front();
  bytes_ -= front.body.size() + sizeof(message);
  const bool resume = paused_ && bytes_ <= bytes_max_ / 2;
  if (resume)
    paused_ = false;
  return {std::move(front), resume};
}

void incoming_queue::end(fault why) {
  {
    const std::lock_guard lock{mutex_};
    if (!ended_)
      ended_ = std::move(why);
  }
  changed_.notify_all();
}

bool incoming_queue::drop() {
  bool resume = false;
  {
    const std::lock_guard lock{mutex_};
    dropped_ = true;
    waiting_.clear();
    bytes_ = 0;
    resume = std::exchange(paused_, false);
  }
  changed_.notify_all();
  return resume;
}

} // namespace atelier::client
