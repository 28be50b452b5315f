#include "bench/load/wire/event_loop.hpp"

#include "bench/load/wire/sockets.hpp"

#include <algorithm>
#include <cerrno>
#include <sys/prctl.h>

namespace atelier::bench {

namespace {

timespec time_until(clock::time_point until) {
  const auto left = std::max(until - clock::now(), clock::duration::zero());
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
  return {seconds.count(), std::chrono::nanoseconds{left - seconds}.count()};
}

} // namespace

event_loop::event_loop(waiting how) : how_{how}, epoll_{::epoll_create1(EPOLL_CLOEXEC)} {
  if (!epoll_)
    throw_errno("cannot make an epoll");
  // A sleep may end 50 µs late otherwise, which would be a large part of the latencies that are measured.
  ::prctl(PR_SET_TIMERSLACK, 1UL);
}

void event_loop::add(int socket, std::uint32_t events, ready_handler& whom) {
  epoll_event event{events, {.ptr = &whom}};
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, socket, &event) != 0)
    throw_errno("cannot wait for a socket");
}

void event_loop::change(int socket, std::uint32_t events, ready_handler& whom) {
  epoll_event event{events, {.ptr = &whom}};
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, socket, &event) != 0)
    throw_errno("cannot wait for a socket");
}

int event_loop::wait(clock::time_point until) {
  const auto room = static_cast<int>(events_.size());
  if (how_ == waiting::polling) {
    int count = 0;
    do
      count = ::epoll_wait(epoll_.get(), events_.data(), room, 0);
    while (count == 0 && clock::now() < until);
    return count;
  }
  if (until == clock::time_point::max())
    return ::epoll_wait(epoll_.get(), events_.data(), room, -1);
  const auto left = time_until(until);
  return ::epoll_pwait2(epoll_.get(), events_.data(), room, &left, nullptr);
}

bool event_loop::turn(clock::time_point until) {
  look_at_clock();
  const auto began = now_;
  const auto count = wait(until);
  if (count < 0 && errno != EINTR)
    throw_errno("cannot wait for sockets");
  look_at_clock();
  waited_ += now_ - began;
  for (int i = 0; i < count; ++i)
    static_cast<ready_handler*>(events_[i].data.ptr)->ready(events_[i].events);
  return count > 0;
}

} // namespace atelier::bench
