#include "client/cli/over_connections.hpp"

#include "client/cli/interrupt.hpp"

namespace atelier::cli {

using client::fault_kind;
using client::outcome;

namespace {

constexpr std::chrono::milliseconds look_interval{50};

} // namespace

outcome<void> over_connections(const settings& how, reconnecting& retry,
                               const std::function<outcome<void>(client::connection&)>& work) {
  for (bool was_connected = false;;) {
    auto made = client::connect(how.url);
    auto done = made ? work(*made) : outcome<void>{tl::unexpected{made.error()}};
    if (done)
      return done;
    const auto& why = done.error();
    // A server that dies while it greets was there, and may be again.
    was_connected |= made.has_value() || why.kind == fault_kind::lost;
    if (interrupted() || !was_connected || !reconnecting::worth_a_try(why) || !retry.wait(why))
      return done;
  }
}

outcome<std::optional<client::message>> next_message(client::receiver& from,
                                                     reconnecting::clock::time_point& last_heard) {
  if (interrupted())
    return client::failed(fault_kind::lost, "interrupted");
  auto came = from.recv(look_interval);
  const auto now = reconnecting::clock::now();
  if (came) {
    last_heard = now;
    return std::move(*came);
  }
  if (came.error().kind != fault_kind::timed_out)
    return tl::unexpected{came.error()};
  if (now - last_heard >= silence_max)
    return client::failed(fault_kind::lost,
                          "the server has said nothing for " + std::to_string(silence_max.count()) + " s");
  return std::nullopt;
}

} // namespace atelier::cli
