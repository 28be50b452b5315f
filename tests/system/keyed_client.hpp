#pragma once

#include "client/connection.hpp"
#include "tests/system/server_process.hpp"

#include <map>
#include <random>
#include <string>

namespace atelier::test {

/// Somebody with a name who gives commands with keys and, when a connection breaks or the server is killed, asks again
/// until there is an answer. Every answer to a key must be the first one.
class keyed_client {
public:
  keyed_client(server_process& server, std::string uuid, std::mt19937_64& dice);

  enum class trouble { none, cut, kill };
  /// Gives a command of the session `lobby` under a new key, with the trouble somewhere between asking and answer.
  json order(const std::string& action, const json& args, trouble what);
  /// Gives a command of the past again.
  void repeat_one();

private:
  struct ordered {
    command what;
    json answer;
  };
  [[nodiscard]] client::outcome<json> ask(const command& what, trouble trouble_now);

  server_process& server_;
  std::string uuid_;
  std::mt19937_64& dice_;
  std::vector<ordered> past_;
};

} // namespace atelier::test
