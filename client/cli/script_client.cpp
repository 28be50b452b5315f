#include "client/cli/script_client.hpp"

namespace atelier::cli::script {

using clock = std::chrono::steady_clock;

client::outcome<void> script_client::open(std::chrono::milliseconds timeout) {
  cut();
  client::options how;
  how.connect_max = timeout;
  auto made = client::channel::open(where_, how, nullptr);
  if (!made)
    return tl::unexpected{made.error()};
  channel_ = std::move(*made);
  ended_.reset();
  return {};
}

void script_client::cut() {
  if (channel_)
    channel_->close();
  channel_.reset();
  inbox_.disconnected();
  ended_ = client::fault{client::fault_kind::lost, "the script cut the connection"};
}

bool script_client::pump(time_point deadline) {
  if (ended_)
    return false;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock::now());
  const auto came = channel_->recv(std::max(left, std::chrono::milliseconds{0}));
  if (came) {
    inbox_.take(*came);
    return true;
  }
  if (came.error().kind != client::fault_kind::timed_out)
    ended_ = came.error();
  return false;
}

void script_client::drain() {
  while (pump(clock::now())) {
  }
}

client::outcome<void> script_client::send(client::outgoing what) {
  if (!channel_)
    return tl::unexpected{*ended_};
  return channel_->post(std::move(what));
}

} // namespace atelier::cli::script
