#pragma once

#include "protocol/feed.hpp"
#include "tests/simulation/simulated_server.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace atelier::simulation {

/// A reader of a feed, written from protocol/README.md alone (4.2): over connections and servers that come and go it
/// asks for what it lacks, and fails the test where a message is missing, comes twice or in another order.
class feed_reader {
public:
  explicit feed_reader(std::uint32_t project) : project_{project} {}

  void come(simulated_server& server);
  void cut(simulated_server& server);
  /// The server is gone, by a crash.
  void server_gone();
  void take(simulated_server& server);
  /// Closes its stream and subscribes anew, as it may at any time.
  void turn_over(simulated_server& server);

  [[nodiscard]] bool is_in_sync() const noexcept {
    return in_sync_;
  }
  /// By server and number: the text without what is this server's own.
  [[nodiscard]] const std::map<std::pair<std::uint32_t, seqno_t>, std::string>& messages() const noexcept {
    return messages_;
  }

private:
  void send(simulated_server& server, const json& what);
  void subscribe(simulated_server& server);
  void hear(const json& message, simulated_server& server);

  std::uint32_t project_;
  std::optional<connection_id> at_;
  std::int64_t mux_ = 0;
  /// Its `closed` has not come yet.
  bool closing_ = false;
  bool in_sync_ = false;
  version_vector has_;
  std::map<std::pair<std::uint32_t, seqno_t>, std::string> messages_;
};

} // namespace atelier::simulation
