#pragma once

#include "client/picture_replica.hpp"
#include "client/reliable_drawer.hpp"
#include "tests/simulation/simulated_server.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace atelier::simulation {

/// One person at one picture, with the client library's own state machines: draws, is cut off, comes back, sends again
/// what it is not sure of, and remembers all that it was told.
class simulated_client {
public:
  /// `uuid` may be empty: then it is somebody new on each connection.
  simulated_client(std::string uuid, picture_id picture, random& dice);

  void connect(simulated_server& server);
  /// Subscribes with what it has (`since`), or as if it had nothing.
  void subscribe(simulated_server& server, bool with_since);
  void draw(simulated_server& server, std::size_t count);
  void cut(simulated_server& server);
  /// The server is gone, by a crash or cleanly.
  void server_gone();
  /// Takes what has arrived, checks it, and sends what may be sent now.
  void take(simulated_server& server);
  /// Closes the stream or, where it is closed, opens it again.
  void toggle_stream(simulated_server& server);
  void say(simulated_server& server, const json& what);

  [[nodiscard]] bool is_connected() const noexcept {
    return connection_.has_value();
  }
  [[nodiscard]] bool is_synced() const noexcept {
    return replica_.stream().synced().has_value();
  }
  [[nodiscard]] bool is_settled() const noexcept {
    return drawer_.settled();
  }
  [[nodiscard]] const client::picture_replica& replica() const noexcept {
    return replica_;
  }
  [[nodiscard]] std::optional<connection_id> connection() const noexcept {
    return connection_;
  }
  /// Every op that it ever gave a number, and whether the server must have refused it.
  struct given {
    bytes op;
    bool is_bad = false;
  };
  [[nodiscard]] const std::map<client_seq_t, given>& ops() const noexcept {
    return ops_;
  }
  /// The order as it was shown, as far as it can still be true.
  [[nodiscard]] const std::map<seq_t, memory_store::stored_op>& seen() const noexcept {
    return seen_;
  }
  [[nodiscard]] std::optional<author_id> author() const noexcept {
    return author_;
  }
  [[nodiscard]] const std::vector<json>& responses() const noexcept {
    return responses_;
  }
  [[nodiscard]] bool is_named() const noexcept {
    return !uuid_.empty();
  }

private:
  void hear(const json& message);
  void see(const block& what);
  void send_draws(simulated_server& server);
  void forget_connection();
  [[nodiscard]] given random_op();

  std::string uuid_;
  picture_id picture_;
  random& dice_;
  std::optional<connection_id> connection_;
  client::picture_replica replica_;
  client::reliable_drawer drawer_;
  std::optional<author_id> author_;
  std::map<client_seq_t, given> ops_;
  std::map<seq_t, memory_store::stored_op> seen_;
  std::vector<json> responses_;
  bool subscribed_ = false;
  bool closing_ = false;
  std::int64_t next_mux_ = 1;
  std::int64_t mux_ = 0;
};

} // namespace atelier::simulation
