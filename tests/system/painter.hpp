#pragma once

#include "client/channel.hpp"
#include "client/picture_replica.hpp"
#include "client/reliable_drawer.hpp"
#include "tests/system/drawn_order.hpp"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace atelier::test {

/// One person at one picture of a running server: draws, is cut off, comes back, sends again what it is not sure of,
/// and remembers all that it was shown. Whatever breaks the contract fails the test at once. One thread.
class painter {
public:
  /// Makes the op that gets the number; the picture is as this client sees it.
  using op_maker = std::function<drawn_op(client_seq_t number, const image& picture)>;

  /// `uuid` may be empty: then it is somebody new on each connection.
  painter(std::string uuid, picture_id picture, op_maker make);

  void connect(const std::string& url);
  /// Subscribes with what it has (`since`, `epoch`), or as if it had nothing.
  void subscribe(bool with_since = true);
  /// Closes the stream; the connection stays.
  void close_stream();
  void draw(std::size_t count);
  void point_somewhere(point at);
  /// Sends a command whose response must come.
  void ask();
  /// Takes what has arrived and sends what may be sent now; false where nothing had arrived.
  bool take();

  /// Breaks the connection off without a word, at whatever it was just doing.
  void cut();
  /// The same, after half of a message with ops.
  void cut_within_message();
  /// Ends the connection as a client should; what was sent still counts.
  void leave();
  /// The server was killed: what was shown and is not durable may come to be something else.
  void server_killed();

  [[nodiscard]] bool is_connected() const noexcept {
    return channel_ != nullptr;
  }
  [[nodiscard]] bool is_subscribed() const noexcept {
    return subscribed_;
  }
  [[nodiscard]] bool is_synced() const noexcept {
    return replica_.stream().synced().has_value();
  }
  /// Everything that it drew is durable or refused, all that it saw is durable, and no command waits.
  [[nodiscard]] bool is_settled() const noexcept;
  /// Why the server ended the last connection: a reason of `goodbye`, empty where it said none.
  [[nodiscard]] const std::string& goodbye() const noexcept {
    return goodbye_;
  }
  /// Ops that it sent more than once.
  [[nodiscard]] std::uint64_t repeated() const noexcept {
    return drawer_.count().repeated;
  }
  /// How often it connected.
  [[nodiscard]] std::size_t connections() const noexcept {
    return connections_;
  }
  [[nodiscard]] const client::picture_stream& stream() const noexcept {
    return replica_.stream();
  }
  [[nodiscard]] const image& raster() const noexcept {
    return replica_.raster();
  }
  /// The order as it was shown, as far as it can still be true; incomplete where a SNAPSHOT came.
  [[nodiscard]] const std::map<seq_t, ordered_place>& seen() const noexcept {
    return seen_;
  }

  /// One, but for who is somebody new on each connection.
  [[nodiscard]] const std::vector<life>& lives() const noexcept {
    return lives_;
  }

private:
  void send(client::outgoing what);
  void send_draws();
  void hear(const json& message);
  void hear_sync(const json& message);
  void hear_rejected(const json& message);
  void see(const block& what);
  void forget_connection();

  std::string uuid_;
  picture_id picture_;
  op_maker make_;
  client::transport_kind transport_{};
  std::unique_ptr<client::channel> channel_;
  client::picture_replica replica_;
  client::reliable_drawer drawer_;
  std::vector<life> lives_;
  std::map<seq_t, ordered_place> seen_;
  /// The last of its own numbers that came back on this stream.
  client_seq_t last_back_ = 0;
  std::set<std::int64_t> asked_;
  std::string goodbye_;
  std::size_t connections_ = 0;
  bool subscribed_ = false;
  bool closing_ = false;
  std::int64_t next_number_ = 1;
  std::int64_t mux_ = 0;
};

} // namespace atelier::test
