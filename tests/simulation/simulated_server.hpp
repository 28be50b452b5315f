#pragma once

#include "engine/engine.hpp"
#include "io_actors/client_session.hpp"
#include "tests/simulation/memory_store.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <variant>
#include <vector>

namespace atelier::simulation {

using random = std::mt19937_64;

/// A message on a simulated wire.
struct wire_message {
  frame_kind kind{};
  bytes body;
};

/// What the engine says to those who follow other servers, and what they say to it.
using peers_message = std::variant<follow_project, unfollow_project, feed_position, feed_items_taken>;
using peers_input = std::variant<peers_named, feed_position_asked, feed_items_received, link_changed>;

/// The whole server in one thread, under a clock and a schedule of its own: the real engine and the real state machines
/// of its clients, with queues where the server has mailboxes, sockets and workers. Every queue keeps its order, and
/// nothing else about the order is promised.
class simulated_server {
public:
  /// With `stands_at` the clock stands there and goes on only by `pass_until`, so that what happens has the same times
  /// whatever happens in between; else every step takes some time.
  simulated_server(memory_store& store, limits bounds, random& dice, std::optional<instant> stands_at = std::nullopt);

  /// With a `token`, signed in from the start.
  [[nodiscard]] connection_id connect(bool admin = false, std::string token = {});
  /// The client's side is gone; what it sent before may or may not have been read.
  void cut(connection_id which);
  void send(connection_id from, wire_message what);
  /// What has arrived at the client's side, and whether the server has closed the connection.
  [[nodiscard]] std::vector<wire_message> receive(connection_id at);
  [[nodiscard]] bool is_closed(connection_id which) const;

  /// The client takes nothing from its socket, or does again.
  void stall(connection_id which, bool is_stalled);

  [[nodiscard]] std::vector<peers_message> take_for_peers();
  void give(peers_input what);

  void stop();
  [[nodiscard]] bool is_over() const noexcept {
    return engine_.is_over();
  }

  /// Does one of the things that can happen next, or lets time pass where nothing else can; false where nothing
  /// happens any more but by a far timer.
  bool step();
  [[nodiscard]] instant now() const noexcept {
    return now_;
  }
  /// Where the clock stands: lets it go on to the next whole millisecond at which the engine wants to be called, and at
  /// most to `until`.
  void pass_until(instant::clock::time_point until);

  /// Steps in all.
  [[nodiscard]] std::uint64_t steps() const noexcept {
    return steps_;
  }

private:
  struct client {
    std::unique_ptr<client_session> session;
    std::deque<wire_message> to_server;
    std::deque<wire_message> to_client;
    std::deque<engine_message> to_engine;
    std::deque<connection_message> from_engine;
    /// These keep no order with the others.
    std::deque<std::pair<std::shared_ptr<runtime::reader_gate>, std::shared_ptr<const runtime::log_tail>>> wakes;
    bool cut = false;
    bool closed = false;
    bool stalled = false;
    bool gone = false;
    /// Something has happened since `gather` last gave nothing.
    bool awake = true;

    [[nodiscard]] bool can_write() const;
    /// How many bytes that is.
    std::size_t write(frame_kind kind, const std::vector<outgoing_slice>& slices);
  };
  using action = std::function<void()>;

  void apply(auto&& input);
  void carry_out(effect what);
  void read(const read_texts& what);
  void look_up(const find_messages& what);
  void look_up(const find_events& what);
  void go_on_to(instant::clock::time_point until);
  void pump(client& which);
  void tell(client& which, const runtime::log_tail& more);
  void read_some(client& which);
  void collect(std::vector<action>& out, client& which, connection_id id);

  memory_store& store_;
  std::shared_ptr<const limits> bounds_;
  random& dice_;
  bool stands_;
  instant now_;
  engine engine_;
  std::map<connection_id, client> clients_;
  std::uint64_t next_connection_ = 1;
  std::deque<store_batch> batches_;
  std::vector<std::function<void()>> jobs_;
  std::vector<peers_message> to_peers_;
  std::optional<instant::clock::time_point> wake_;
  std::uint64_t steps_ = 0;
};

} // namespace atelier::simulation
