#pragma once

#include "client/channel.hpp"
#include "protocol/ids.hpp"

#include <memory>
#include <string>
#include <vector>

namespace atelier::test {

/// One who reads a chat and says numbered things in it, one after another, over connections that come and go: it asks
/// again with the same key what was not answered, and reads on where it was. Driven by one thread.
class chatter {
public:
  chatter(std::string url, int number, session_id session);

  /// Connects where it is not, and takes what has come.
  void go_on();
  /// Says the next thing where the last one was answered.
  void say(int things);
  void cut();

  /// Everything that it was shown, in order, each once: fails the test where the order is not that of seqnos.
  [[nodiscard]] const std::vector<std::string>& heard() const noexcept {
    return heard_;
  }
  /// Things that the server has answered.
  [[nodiscard]] int answered() const noexcept {
    return answered_;
  }
  [[nodiscard]] bool is_synced() const noexcept {
    return channel_ && synced_;
  }

private:
  void connect();
  void ask();
  void hear(const client::message& what);

  std::string url_;
  int number_;
  session_id session_;
  std::unique_ptr<client::channel> channel_;
  bool synced_ = false;
  bool asked_ = false;
  bool waiting_ = false;
  int answered_ = 0;
  std::uint32_t srv_id_ = 0;
  seqno_t last_ = 0;
  std::vector<std::string> heard_;
};

} // namespace atelier::test
