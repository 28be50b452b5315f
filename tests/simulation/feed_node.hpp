#pragma once

#include "io_actors/feed_link.hpp"
#include "tests/simulation/feed_reader.hpp"
#include "tests/simulation/feed_writes.hpp"
#include "tests/simulation/simulated_player.hpp"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace atelier::simulation {

/// A server that follows others, with a writer and a reader of its feed. It can be killed: what is stored stays.
class feed_node {
public:
  /// Another node by its URL; null while it can't be reached.
  using network = std::function<feed_node*(const std::string& url)>;

  feed_node(std::uint32_t srv_id, std::vector<std::string> peers, random& dice, instant now, network reach);

  void kill(instant now);
  /// Lets the clock go on to `until`, and all happen that can.
  void run(instant::clock::time_point until);
  void write();
  void disturb_reader();
  /// The links' connections to others are cut; they may try again.
  void cut_links();

  [[nodiscard]] bool is_idle() const;
  /// Fails the test where what was answered is not there, or not as it was answered.
  void check_answers() const;

  [[nodiscard]] const memory_store& store() const noexcept {
    return store_;
  }
  [[nodiscard]] const feed_reader& reader() const noexcept {
    return reader_;
  }
  [[nodiscard]] simulated_server& server() noexcept {
    return *server_;
  }
  /// How often a message came over each link, by url and number.
  [[nodiscard]] const std::map<std::string, std::map<std::pair<std::uint32_t, seqno_t>, int>>& came() const noexcept {
    return came_;
  }
  [[nodiscard]] int cuts() const noexcept {
    return cuts_;
  }

private:
  struct link {
    std::unique_ptr<feed_link> core;
    /// Where its connection leads, if it has one.
    std::optional<connection_id> at{};
    feed_node* peer = nullptr;
    /// Which run of the peer's server that was.
    int run = 0;
  };

  void start(instant now);
  void settle();
  bool step_links();
  void carry_out(const std::string& url, link& which);
  void lose(link& which, const std::string& why);
  void take_answers();

  std::uint32_t srv_id_;
  std::vector<std::string> peers_;
  random& dice_;
  network reach_;
  memory_store store_;
  feed_writes writes_;
  std::unique_ptr<simulated_server> server_;
  std::map<std::string, link> links_;
  simulated_player writer_;
  feed_reader reader_;
  int run_ = 0;
  int cuts_ = 0;
  int asked_ = 0;
  /// Keys of what is not answered, and what was answered.
  std::map<std::string, feed_writes::write> waiting_;
  std::vector<std::pair<feed_writes::write, json>> answered_;
  std::map<std::string, std::map<std::pair<std::uint32_t, seqno_t>, int>> came_;
};

} // namespace atelier::simulation
