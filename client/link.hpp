#pragma once

#include "client/channel.hpp"
#include "client/pending_commands.hpp"
#include "client/routing.hpp"
#include "protocol/client_messages.hpp"

#include <future>

namespace atelier::client {

/// What both halves of a connection share: a channel, and who waits for which response.
class link final : public channel_listener {
public:
  explicit link(const options& how) : how_{how} {}

  /// To be called once, before anything else; gives the server's `hello`.
  [[nodiscard]] outcome<json> open(const address& where);

  [[nodiscard]] std::future<outcome<json>> send(command what);
  [[nodiscard]] channel& wire() noexcept {
    return *channel_;
  }

  bool take(message& what) override;
  void ended(fault& why) override;
  void tick(std::chrono::steady_clock::time_point now) override;

private:
  [[nodiscard]] outcome<json> wait_for_hello(const address& where);
  void greet(outcome<json> hello);

  options how_;
  std::mutex mutex_;
  pending_commands pending_;
  std::optional<fault> ended_;
  // The next three belong to the channel's thread.
  std::optional<fault> farewell_;
  std::promise<outcome<json>> hello_;
  bool greeted_ = false;
  // Last, so that its thread has ended before anything else here goes.
  std::unique_ptr<channel> channel_;
};

} // namespace atelier::client
