#pragma once

#include "client/connection.hpp"
#include "tests/system/server_process.hpp"

#include <optional>
#include <random>
#include <string>
#include <utility>

namespace atelier::test {

/// Somebody who plays on a server that is killed on the way: signs in by a token on each new connection, gives every
/// order with a key, and asks again what was not answered.
class game_person {
public:
  /// A new player, or with an empty `handle` the server's owner.
  game_person(server_process& server, const std::string& handle);

  [[nodiscard]] std::uint32_t player() const noexcept {
    return player_;
  }

  /// The result; anything else fails the test.
  json ask(std::optional<session_id> session, const std::string& action, const json& args = json::object());
  /// The result, or the code of the error.
  json try_to(std::optional<session_id> session, const std::string& action, const json& args = json::object());
  /// The same, with the server killed somewhere between order and answer; then it is asked again, twice, and must have
  /// one answer.
  json ask_and_kill(std::optional<session_id> session, const std::string& action, const json& args,
                    std::mt19937_64& dice);
  /// Comes again, where the connection was lost.
  void come();

private:
  [[nodiscard]] command order(std::optional<session_id> session, const std::string& action, const json& args);
  [[nodiscard]] json answer_to(const command& what);

  server_process& server_;
  std::string url_;
  std::string name_;
  std::string token_;
  std::uint32_t player_ = 0;
  int orders_ = 0;
  std::optional<client::sender> at_;
};

} // namespace atelier::test
