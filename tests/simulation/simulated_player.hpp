#pragma once

#include "tests/simulation/simulated_server.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace atelier::simulation {

/// The client of one player, of an admin, or of somebody who only looks on: it comes with a token, follows the events
/// and the chats of sessions over connections and servers that come and go, and asks again, with its key, what was not
/// answered.
class simulated_player {
public:
  /// `token` is empty for nobody. `name` is the UUID that its keys belong to.
  struct identity {
    std::string name;
    std::string token;
    bool admin = false;
    bool follows = false;
  };
  simulated_player(identity who, const std::vector<session_id>& enters);

  void come(simulated_server& server);
  void cut(simulated_server& server);
  /// The server is gone, by a crash.
  void server_gone();
  [[nodiscard]] bool is_here() const noexcept {
    return at_.has_value();
  }

  /// The answer is found under `key`; with `is_once`, the server is given the key too, so that this happens once even
  /// if it is asked again.
  void ask(simulated_server& server, std::optional<session_id> session, const std::string& action, const json& args,
           const std::string& key, bool is_once);
  /// Nothing where there is none yet.
  [[nodiscard]] std::optional<json> take_answer(const std::string& key);

  /// Takes what has arrived.
  void take(simulated_server& server);
  /// Every byte that was sent to it since this was asked.
  [[nodiscard]] std::string take_bytes();

  /// The events of a session, each once and in order, and how many things were said.
  [[nodiscard]] const std::vector<json>& events_of(session_id session) const {
    return followed_.at(session).events;
  }
  [[nodiscard]] std::size_t said_in(session_id session) const {
    return followed_.at(session).said;
  }

private:
  struct followed {
    seqno_t last_event = 0;
    seqno_t last_said = 0;
    std::vector<json> events;
    std::size_t said = 0;
  };

  void send(simulated_server& server, const json& what);
  void hear(const json& message);

  identity who_;
  std::map<session_id, followed> followed_;
  std::optional<connection_id> at_;
  struct asked {
    json what;
    std::string key;
  };
  /// What was not answered, by id, and what was, by key.
  std::map<std::int64_t, asked> asked_;
  std::map<std::string, json> answers_;
  std::int64_t next_id_ = 1'000;
  std::string bytes_;
};

} // namespace atelier::simulation
