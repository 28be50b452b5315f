#pragma once

#include "client/connection.hpp"
#include "client/picture_replica.hpp"
#include "client/reliable_drawer.hpp"
#include "tests/system/durable_picture.hpp"

#include <atomic>
#include <random>
#include <thread>

namespace atelier::test {

/// One person at a picture of a real server: draws at random as fast as it may, or only watches, and remembers what it
/// was told. It works on a thread of its own from `begin` to `end`, for one connection, and then goes on where it was;
/// what is not marked as safe may be called only when it does not work.
class busy_client {
public:
  struct settings {
    std::string url;
    picture_id picture;
    /// A UUID: who it is on every connection.
    std::string uuid;
    std::uint64_t seed = 0;
    bool draws = false;
  };

  explicit busy_client(settings how);
  ~busy_client();
  busy_client(const busy_client&) = delete;
  busy_client& operator=(const busy_client&) = delete;

  /// Connects and works until the connection ends.
  void begin();
  /// Waits until the connection has ended.
  void end();
  /// Leaves, if the connection has not ended, and waits.
  void leave();

  /// Adds no more ops, and sends only what it must send again. Safe.
  void draw_no_more() noexcept {
    draws_ = false;
  }
  /// Whether the picture is in sync on this connection, where it stands, and whether this client's ops are on disk.
  /// Safe.
  [[nodiscard]] bool is_synced() const noexcept {
    return is_synced_;
  }
  [[nodiscard]] seq_t seq() const noexcept {
    return seq_;
  }
  [[nodiscard]] seq_t durable() const noexcept {
    return durable_;
  }
  [[nodiscard]] bool is_settled() const noexcept {
    return is_settled_;
  }
  /// The ops that it has made up, whether or not the server has them. Safe.
  [[nodiscard]] std::uint64_t added() const noexcept {
    return added_;
  }

  [[nodiscard]] const settings& how() const noexcept {
    return how_;
  }
  [[nodiscard]] const client::picture_replica& replica() const noexcept {
    return replica_;
  }
  [[nodiscard]] durable_picture& told() noexcept {
    return told_;
  }
  [[nodiscard]] client::reliable_drawer::tally count() const noexcept {
    return drawer_.count();
  }
  /// Why the last connection ended.
  [[nodiscard]] const client::fault& parting() const noexcept {
    return parting_;
  }
  /// How the server broke the contract or refused something; empty where it did not, on any connection.
  [[nodiscard]] const std::string& complaint() const noexcept {
    return complaint_;
  }

private:
  [[nodiscard]] client::outcome<void> work();
  [[nodiscard]] client::outcome<void> draw(const client::sender& to);
  [[nodiscard]] client::outcome<void> take(const client::message& came);
  [[nodiscard]] client::outcome<void> take_block(const block& what);
  [[nodiscard]] client::outcome<void> take_sync(const json& message);
  void take_other(const json& message);
  void publish();
  [[nodiscard]] bytes random_op();
  [[nodiscard]] int between(int least, int most);

  settings how_;
  std::mt19937_64 dice_;
  client::picture_replica replica_;
  client::reliable_drawer drawer_;
  durable_picture told_;
  client::fault parting_;
  std::string complaint_;
  std::atomic<bool> draws_;
  std::atomic<bool> leaving_ = false;
  std::atomic<bool> is_synced_ = false;
  std::atomic<bool> is_settled_ = false;
  std::atomic<seq_t> seq_ = 0;
  std::atomic<seq_t> durable_ = 0;
  std::atomic<std::uint64_t> added_ = 0;
  std::thread thread_;
};

} // namespace atelier::test
